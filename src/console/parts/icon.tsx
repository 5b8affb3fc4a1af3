/** 16 px line icons, drawn in the colour of the text beside them and silent to screen readers. */
const PATHS = {
  overview: 'M2.5 2.5h4.5v5H2.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 9.5h4.5v4H2.5z',
  setup: 'M2.5 4.4l1.2 1.2L6 3M8 4.4h5.5M2.5 8.6l1.2 1.2L6 7.2M8 8.6h5.5M3 12.6h2.4M8 12.6h5.5',
  health: 'M1.8 8.4h3l1.6-4.2 2.6 7.6 1.8-4.8.6 1.4h2.8',
  articles: 'M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.3M6.2 8h4M6.2 10.8h4',
  reports: 'M2.5 2v11.5h11.5M5.5 11V8M8.5 11V5M11.5 11V6.6',
  ticket: 'M2 4.5h12v2.2a1.4 1.4 0 0 0 0 2.6v2.2H2V9.3a1.4 1.4 0 0 0 0-2.6zM6.2 4.7v6.6',
  sync: 'M13.5 8a5.5 5.5 0 0 1-9.9 3.3M2.5 8a5.5 5.5 0 0 1 9.9-3.3M12.6 1.8v3h-3M3.4 14.2v-3h3',
  scope: 'M8 1.8l5 1.9v4c0 3.1-2 5.4-5 6.5-3-1.1-5-3.4-5-6.5v-4zM5.8 8l1.6 1.6 3-3.2',
  templates: 'M2.5 3h11v8h-6l-3 2.5V11h-2zM5 6h6M5 8.4h4',
  approvals:
    'M5.6 7a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM1.6 13c.3-2.3 1.9-3.6 4-3.6 1 0 1.9.3 2.6.9M8.6 11.6l2 2 3.8-4.4',
  audit: 'M3.2 1.8h9.6v12.4H3.2zM5.6 5h4.8M5.6 8h4.8M5.6 11h2.6',
  evidence:
    'M2.5 2.5h7v4M2.5 2.5v11h4.5M4.8 5.2h2.6M4.8 8h1.6M10.6 12.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM12.5 12l1.8 1.9',
  roles: 'M8 7.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 14c.4-2.8 2.4-4.4 5.2-4.4s4.8 1.6 5.2 4.4',
  tokens: 'M5.2 13.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8zM7.3 8.3l5.9-5.9M10.4 5.2l2 2M12.2 3.4l1.4 1.4',
  sessions: 'M2 3h12v8H2zM5.5 14h5M8 11v3M6 7l1.4 1.4L10.2 5.6',
  consent: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM5.2 8.3l2 2 3.6-4.2',
  notices: 'M3.5 1.8h9v12.4h-9zM6 4.8h4M6 7.4h4M6.2 11.2l1.2 1.2 2.4-2.6',
  requests: 'M2 4h12v8.5H2zM2.3 4.4L8 9l5.7-4.6',
  requesters:
    'M6 7.6a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.8 13.6c.3-2.6 2-4 4.2-4 .9 0 1.7.2 2.4.7M11.4 13.4a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM13.1 12.8l1.5 1.5',
  recalls: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.4v3h3M8 5.2V8l2 1.6',
  gaps: 'M8 14.2A6.2 6.2 0 1 1 14.2 8M6.2 6.2a1.9 1.9 0 1 1 2.6 1.8c-.5.3-.8.6-.8 1.2M8 11v.2M11 12.6h3.6M12.8 10.8v3.6',
  simulation:
    'M5.8 1.8h4.4M6.6 1.8v4L2.9 12.4a1.2 1.2 0 0 0 1 1.8h8.2a1.2 1.2 0 0 0 1-1.8L9.4 5.8v-4M4.6 9.8h6.8',
  helpdesk: 'M5.5 1.8v3.4M10.5 1.8v3.4M3.5 5.2h9v2.3a4.5 4.5 0 0 1-9 0zM8 12v2.4',
  retention: 'M8 2.2a5.8 5.8 0 1 1-5.5 4M2.5 2.6v3.6h3.6M8 5v3.2l2.2 1.4',
  incidents: 'M8 1.8l4.6 2.6v4L8 14.2 3.4 8.4v-4zM8 5v3M8 10v.2',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  check: 'M3 8.4l3.3 3.3L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  minus: 'M3.5 8h9',
  warning: 'M8 2.2l6.2 11.3H1.8zM8 6.4v3.4M8 11.6v.2',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 7.4v3.6M8 5v.2',
  bar: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM3.7 3.7l8.6 8.6',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.3V2.5h-8v8h2.8',
  down: 'M3.5 6L8 10.5 12.5 6',
  chevron: 'M6 3.5L10.5 8 6 12.5',
  external: 'M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13.2 2.8L7.5 8.5',
  power: 'M8 1.8v6M4.6 4a5.4 5.4 0 1 0 6.8 0',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14',
  save: 'M8 2.2v7.6M4.8 7L8 10.2 11.2 7M2.8 13.5h10.4',
  sort: 'M5 3.2v9.6M5 12.8l-2.4-2.4M5 12.8l2.4-2.4M11 12.8V3.2M11 3.2L8.6 5.6M11 3.2l2.4 2.4',
  pause: 'M5.5 3v10M10.5 3v10',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.4 1.6',
  lock: 'M3.5 7h9v7h-9zM5.5 7V4.8a2.5 2.5 0 0 1 5 0V7',
} as const
export type IconName = keyof typeof PATHS

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="g-icon" data-icon={name} viewBox="0 0 16 16" fill="none" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
