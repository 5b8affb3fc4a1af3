/** The notice of this configuration, in every language: it says what the configuration really does. */
import type { RecipientView } from '../src/domain/api.ts'
import type { Config } from './config.ts'
import type { NoticeText } from './consent/index.ts'
import { fillIn, WORD_LANGUAGES, type Words } from './words.ts'

const GRANT_DAYS = '180'

/** @param recipient who words the replies; `null`: nothing leaves the companion's machine. */
export function noticeTexts(
  config: Config,
  words: Words,
  recipient: RecipientView | null,
): Readonly<Record<string, NoticeText>> {
  return Object.fromEntries(
    WORD_LANGUAGES.map((language) => {
      const { notice, drafter } = words.of(language)
      const values = {
        controller: config.controller.name,
        contact: config.controller.contact,
        drafter: recipient === null ? drafter.extractive : fillIn(drafter.model, { ...recipient }),
        days: GRANT_DAYS,
      }
      return [
        language,
        {
          title: notice.title,
          lead: notice.lead,
          sections: notice.sections.map(({ heading, text }) => ({ heading, text: fillIn(text, values) })),
        },
      ]
    }),
  )
}
