/**
 * What is pressed often takes itself away: a row that is removed, a question that is answered, a notice about the try
 * before. Whoever works by keyboard goes on with what stood next to it then, and not at the top of the page.
 */
const PLACES = 'dialog, form, section, article, fieldset, [role="region"], main'
const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
/** Parts that take the focus when they come do so after the next picture. */
const AFTER_EFFECTS_MS = 50

function canHold(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.checkVisibility() && !element.matches(':disabled')
}

/** From the element to the outermost around it. */
function chainOf(element: Element | null): readonly Element[] {
  return element === null ? [] : [element, ...chainOf(element.parentElement)]
}

/** What follows it in its place, the nearest first, and then what stands before it. */
function neighboursOf(element: Element): readonly Element[] {
  const all = [
    ...(element.parentElement?.closest('dialog, main') ?? document.body).querySelectorAll(CONTROLS),
  ]
  const at = all.indexOf(element)
  return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0)).toReversed()]
}

export function keepFocus(page: Document): void {
  let last: Element | null = null
  let around: readonly Element[] = []
  let neighbours: readonly Element[] = []
  const remember = (element: Element | null) => {
    last = element
    around = chainOf(element)
    neighbours = element === null ? [] : neighboursOf(element)
  }
  page.addEventListener('focusin', ({ target }) => remember(target instanceof Element ? target : null))
  // Whoever presses beside everything wants nothing to have it.
  page.addEventListener('pointerdown', () => remember(null))
  const isLost = () => page.activeElement === null || page.activeElement === page.body
  const settle = () => {
    // In a frame that has not the focus itself nothing is lost, and nothing is to be taken from the page around.
    if (last === null || canHold(last) || !isLost() || !page.hasFocus()) return
    const place = around.find(canHold)?.closest<HTMLElement>(PLACES)
    if (place == null) return
    const next = neighbours.find((one) => canHold(one) && place.contains(one))
    if (next instanceof HTMLElement) next.focus({ preventScroll: true })
    else {
      place.tabIndex = -1
      place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true })
      place.focus({ preventScroll: true })
    }
  }
  let waiting = false
  new MutationObserver(() => {
    if (waiting || last === null) return
    waiting = true
    // After what the parts do by themselves when they come and go.
    setTimeout(() => {
      waiting = false
      settle()
    }, AFTER_EFFECTS_MS)
  }).observe(page, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled', 'hidden', 'open'],
  })
}
