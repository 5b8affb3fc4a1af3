/** A table wider than its place scrolls in its own region, which the keyboard must be able to reach. */
import type { ComponentChildren } from 'preact'

export function ScrollTable(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a tab stop the keyboard cannot scroll it
    <section class="g-table-wrap" aria-label={props.label} tabIndex={0}>
      {props.children}
    </section>
  )
}
