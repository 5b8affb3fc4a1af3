/** What in the ticket looks meant for a machine: instructions, and text that a reader does not see. */
import type { HelpdeskTicket, PublicComments } from '../zendesk/index.ts'

interface PlantedSpan {
  readonly start: number
  readonly end: number
}

/** Finds both in one text; offsets are UTF-16 code units, end exclusive. */
export type FindPlantedText = (text: string) => {
  readonly instructions: readonly PlantedSpan[]
  readonly hidden: readonly PlantedSpan[]
}

export interface PlantedSigns {
  readonly instructions: readonly string[]
  readonly hidden: readonly string[]
}

/** Looks at the text as it came, before anything is replaced in it. */
export function plantedSigns(
  ticket: HelpdeskTicket,
  { comments }: Omit<PublicComments, 'people'>,
  find: FindPlantedText,
): PlantedSigns {
  const own = comments.filter(({ byRequester }) => byRequester)
  const found = [ticket.subject, ...own.map(({ text }) => text)].map((text) => {
    const { instructions, hidden } = find(text)
    const words = ({ start, end }: PlantedSpan) => text.slice(start, end)
    return { instructions: instructions.map(words), hidden: hidden.map(words) }
  })
  return {
    instructions: found.flatMap(({ instructions }) => instructions),
    // The helpdesk's own page does not show these to anyone; its plain text holds them like any other words.
    hidden: [...found.flatMap(({ hidden }) => hidden), ...own.flatMap(({ hidden }) => hidden ?? [])],
  }
}

/** Characters that draw nothing, or turn the line around: they are written out as their numbers. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Tag characters spell ASCII that no screen shows: they are turned back into it. */
export function madeVisible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0xe0020 && code <= 0xe007e) return String.fromCodePoint(code - 0xe0000)
    if (character === '\n' || character === '\t') return character
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
  })
}
