/** Line icons of 16 px in the current colour; always beside a word or under an `aria-label`. */
const PATHS = {
  check: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M5 8.2l2.1 2.1L11 6.2',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.5V8l2.5 1.5',
  question:
    'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M6.2 6.2a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.2M8 11.2v.1',
  cross: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  back: 'M6 3 2.5 6.5 6 10M2.5 6.5h7a4 4 0 0 1 0 8H7',
  shield: 'M8 1.5 13.5 3.5v4c0 3.4-2.3 5.9-5.5 7-3.2-1.1-5.5-3.6-5.5-7v-4zM5.5 8l1.8 1.8L10.5 6.5',
  alert: 'M8 2 15 14H1zM8 6.5v3.2M8 11.8v.1',
  offline:
    'M2 2l12 12M4.2 7.2A7 7 0 0 1 6.5 5.9M9.8 6a7 7 0 0 1 2.2 1.4M6.3 10.2a3 3 0 0 1 3.2-.1M1.8 4.8c.6-.5 1.200-.9 1.900-1.200M7 3.100a9.500 9.500 0 0 1 7.200 1.700M8 12.800v.1',
  insert: 'M8 2v8M4.8 7 8 10.200 11.200 7M2.500 13.500h11',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  external: 'M6.500 3.500h-4v10h10v-4M9.500 2.500h4v4M13.500 2.500 7.500 8.500',
  search: 'M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9M10.300 10.300l3.700 3.700',
  download: 'M8 2v8M4.800 7 8 10.200 11.200 7M2.500 10.500v3h11v-3',
  dismiss: 'M4 4l8 8M12 4l-8 8',
  spark: 'M8 1.500 9.500 6.500 14.500 8 9.500 9.500 8 14.500 6.500 9.500 1.500 8 6.500 6.500z',
  pause: 'M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M6.500 5.500v5M9.500 5.500v5',
  eye: 'M1.500 8s2.500-4.500 6.500-4.500S14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8M8 6.200a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600',
} as const
export type IconName = keyof typeof PATHS

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="g-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
