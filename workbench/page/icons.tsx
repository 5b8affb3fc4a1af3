/** The workbench's own line icons, 20 by 20. */
import type { ComponentChildren } from 'preact'

function Line({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export const HomeIcon = () => (
  <Line>
    <path d="M3 9.2 10 3.5l7 5.7V16a1 1 0 0 1-1 1h-3.6v-4.8H7.6V17H4a1 1 0 0 1-1-1z" />
  </Line>
)
export const ViewsIcon = () => (
  <Line>
    <rect x="3" y="3.5" width="14" height="13" rx="2" />
    <path d="M3 8h14M8 8v8.5" />
  </Line>
)
export const AppIcon = () => (
  <Line>
    <path d="M10 2.5 16.5 5v5c0 3.6-2.6 6.2-6.5 7.5C6.1 16.2 3.5 13.6 3.5 10V5z" />
    <path d="m7 9.8 2.2 2.2L13.2 8" />
  </Line>
)
export const HelpIcon = () => (
  <Line>
    <path d="M4 4.5A1.5 1.5 0 0 1 5.5 3H16v12H5.5A1.5 1.5 0 0 0 4 16.5zM4 16.5A1.5 1.5 0 0 0 5.5 18H16v-3" />
  </Line>
)
export const ReloadIcon = () => (
  <Line>
    <path d="M16 10a6 6 0 1 1-1.8-4.3L16 7.4M16 3.5v3.9h-3.9" />
  </Line>
)
export const FoldIcon = () => (
  <Line>
    <path d="m6 8 4 4 4-4" />
  </Line>
)
export const LockIcon = () => (
  <Line>
    <rect x="4.5" y="9" width="11" height="7.5" rx="1.5" />
    <path d="M7 9V6.5a3 3 0 0 1 6 0V9" />
  </Line>
)
export const ReplyIcon = () => (
  <Line>
    <path d="M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5" />
  </Line>
)
export const BoldIcon = () => (
  <Line>
    <path d="M6.5 4h4.3a2.9 2.9 0 0 1 0 5.9H6.5zM6.5 9.9h5a3.1 3.1 0 0 1 0 6.1h-5z" />
  </Line>
)
export const ItalicIcon = () => (
  <Line>
    <path d="M8.5 4H14M6 16h5.5M11.5 4l-3 12" />
  </Line>
)
export const BulletsIcon = () => (
  <Line>
    <path d="M8 5.5h9M8 10h9M8 14.5h9M3.6 5.5h.1M3.6 10h.1M3.6 14.5h.1" />
  </Line>
)
export const NumbersIcon = () => (
  <Line>
    <path d="M8.5 5.5H17M8.5 10H17M8.5 14.5H17M3 4.5l1.3-.8v3.6M3 12.6c.6-.8 2-.6 2 .4 0 .9-1.3 1.2-2 2.3h2.1" />
  </Line>
)
export const ToolsIcon = () => (
  <Line>
    <path d="M4 6h6M14 6h2M4 14h2M10 14h6" />
    <circle cx="12" cy="6" r="1.8" />
    <circle cx="8" cy="14" r="1.8" />
  </Line>
)
