/** A page as somebody has it who only has a keyboard: where the focus is, how it looks there, and how they get on. */
import { expect } from 'chai'
import type { Frame, Page } from 'playwright-core'
import { eventually } from './eventually.ts'

interface Place {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** Where the focus is. */
export interface Here {
  readonly name: string
  readonly role: string
  /** Of the whole page: nothing that a person has chosen. */
  readonly lost: boolean
  /** By the mark around it, or around what stands for it. */
  readonly marked: boolean
  readonly inSight: boolean
  readonly place: Place
  /** Where the one before is by now: what scrolls may have moved it. */
  readonly before: Place | null
  readonly expanded: string | null
  readonly off: boolean
}

/** Runs in the page. The name as assistive technology would make it, near enough to tell one control from another. */
const HERE = `(() => {
  const element = document.activeElement
  const lost = element === null || element === document.body || element === document.documentElement
  if (lost) return { name: '', role: '', lost, marked: false, inSight: false, place: { top: 0, bottom: 0, left: 0, right: 0 }, before: null, expanded: null, off: false }
  const said = (ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  const labels = [...(element.labels ?? [])].map((label) => (label.querySelector('.g-label') ?? label).textContent).join(' ')
  const name = element.getAttribute('aria-label')
    ?? (element.hasAttribute('aria-labelledby') ? said(element.getAttribute('aria-labelledby')) : null)
    ?? (labels === '' ? null : labels) ?? (element.textContent.trim() || element.getAttribute('title') || '')
  const hex = getComputedStyle(document.documentElement).getPropertyValue('--g-focus').trim()
  const ring = hex === '' ? null : 'rgb(' + [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ') + ')'
  const shown = (one) => {
    const look = getComputedStyle(one)
    const outlined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 && !/, 0\\)$/.test(look.outlineColor)
    return outlined || (ring !== null && (look.boxShadow.includes(ring) || look.borderTopColor === ring))
  }
  // A box that is drawn by its neighbour is marked there; what a date is chosen with is marked by the browser.
  const marked = !element.matches(':focus') || [element, element.nextElementSibling, element.closest('label')].some((one) => one !== null && shown(one))
  const placeOf = (one) => {
    const { top, bottom, left, right } = (one.getClientRects().length === 0 ? one.parentElement : one).getBoundingClientRect()
    return { top, bottom, left, right }
  }
  const before = window.walkedFrom?.isConnected ? placeOf(window.walkedFrom) : null
  window.walkedFrom = element
  const box = (element.getClientRects().length === 0 ? element.parentElement : element).getBoundingClientRect()
  const inSight = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  return { name: name.replace(/\\s+/g, ' ').trim(), role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
    lost, marked, inSight, place: placeOf(element), before,
    expanded: element.getAttribute('aria-expanded'), off: element.getAttribute('aria-disabled') === 'true' }
})()`

export interface Walk {
  here(): Promise<Here>
  press(keys: string): Promise<void>
  /** By Tab, to the next that is called so; with `back`, by Shift+Tab. */
  to(name: string | RegExp, back?: 'back'): Promise<Here>
  /** Until the focus stands on something that is called so. */
  at(name: string | RegExp): Promise<Here>
}

const MOST_STEPS = 120
const isCalled = ({ name }: Here, wanted: string | RegExp) =>
  typeof wanted === 'string' ? name === wanted : wanted.test(name)

/** @param frame where the walk is; `page` itself outside of frames. */
export function walkThrough(page: Page, frame: () => Frame | Page = () => page): Walk {
  const here = () => frame().evaluate<Here>(HERE)
  const walk: Walk = {
    here,
    press: (keys) => page.keyboard.press(keys),
    async to(name, back) {
      const passed: string[] = []
      for (let step = 0; step < MOST_STEPS; step += 1) {
        await page.keyboard.press(back === 'back' ? 'Shift+Tab' : 'Tab')
        const now = await here()
        if (isCalled(now, name)) {
          expect(now.marked, `the mark on “${now.name}”`).to.equal(true)
          await eventually(async () =>
            expect((await here()).inSight, `“${now.name}” in sight`).to.equal(true),
          )
          return now
        }
        passed.push(now.lost ? '(the page)' : now.name)
      }
      throw new Error(`there is no way to ${String(name)} by Tab: ${passed.join(' · ')}`)
    },
    async at(name) {
      await eventually(async () => {
        const now = await here()
        expect(isCalled(now, name), `on “${now.name}” (${now.role}), not on ${String(name)}`).to.equal(true)
      })
      return here()
    },
  }
  return walk
}

/** Everything that Tab comes by from here on, until the page has been left or gone around. */
export async function everyStop(
  page: Page,
  frame: () => Frame | Page = () => page,
): Promise<readonly Here[]> {
  const stops: Here[] = []
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press('Tab')
    const now = await frame().evaluate<Here>(HERE)
    if (now.lost || !(await frame().evaluate<boolean>('document.hasFocus()'))) return stops
    if (await frame().evaluate<boolean>('window.firstStop === document.activeElement')) return stops
    if (stops.length === 0) await frame().evaluate('window.firstStop = document.activeElement')
    stops.push(now)
  }
  throw new Error('Tab comes to no end')
}

/** Two that follow each other although the second stands above the first, in the same column. */
export function outOfOrder(stops: readonly Here[]): readonly string[] {
  return stops.flatMap((now, index) => {
    const { place, before } = now
    if (index === 0 || before === null) return []
    const beside = place.left >= before.right || place.right <= before.left
    return !beside && place.bottom <= before.top ? [`${stops[index - 1]?.name} → ${now.name}`] : []
  })
}

/** Runs in the page. Whoever hears the controls one by one hears the name, and with it the part that it stands in. */
const SAME = `(() => {
  const clean = (text) => (text ?? '').replace(/\\s+/g, ' ').trim()
  const said = (ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  const nameOf = (one) => clean(one.getAttribute('aria-label') ?? one.textContent)
  const partOf = (one) => {
    const part = one.parentElement.closest('dialog, fieldset, [role=group], [aria-labelledby], section[aria-label], article, tr, li')
    if (part === null) return ''
    const label = part.getAttribute('aria-label') ?? (part.hasAttribute('aria-labelledby') ? said(part.getAttribute('aria-labelledby')) : null)
    return clean(label ?? part.querySelector('legend, th, h2, h3, h4')?.textContent ?? part.textContent)
  }
  const heard = [...document.querySelectorAll('main button, main a[href], main summary')]
    .filter((one) => one.checkVisibility())
    .map((one) => [nameOf(one), partOf(one), clean(said(one.getAttribute('aria-describedby') ?? ''))].join(' / '))
  return heard.filter((one, at) => heard.indexOf(one) !== at)
})()`

/** Controls of one part that are called the same. */
export const namedAlike = (frame: Frame | Page) => frame.evaluate<readonly string[]>(SAME)
