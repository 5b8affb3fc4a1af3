/**
 * A button that is turned off for a while keeps the focus: `disabled` would throw whoever works by keyboard back to the
 * top of the page. It says so by `aria-disabled`, and its presses, also those of Enter in a field, end here.
 */
export function heedTurnedOff(page: Document): void {
  page.addEventListener(
    'click',
    (event) => {
      const pressed = event.target instanceof Element ? event.target.closest('button') : null
      if (pressed?.getAttribute('aria-disabled') !== 'true') return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )
}
