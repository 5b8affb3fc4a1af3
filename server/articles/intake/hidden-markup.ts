/** Tells which elements of an article a visitor does not get to read, so that no draft quotes them. */
import { type InheritedLook, isUnreadable, readElementLook } from '../../../src/domain/inline-look.ts'

export { type InheritedLook, PAGE_LOOK } from '../../../src/domain/inline-look.ts'

/** @returns whether a visitor reads the element's own text, and what its content inherits. */
export function readLook(
  name: string,
  attributes: ReadonlyMap<string, string>,
  outer: InheritedLook,
): { readonly hidden: boolean; readonly look: InheritedLook } {
  const { gone, struck, look } = readElementLook(name, attributes, outer)
  const unread = attributes.get('aria-hidden')?.trim().toLowerCase() === 'true'
  const hidden = attributes.size > 0 && (gone || struck || unread || isUnreadable(look))
  return { hidden, look }
}
