/** The notice of this configuration, in every language: it says what the configuration really does. */
import type { Config } from './config.ts'
import type { NoticeText } from './consent/index.ts'
import { fillIn, WORD_LANGUAGES, type Words } from './words.ts'

const GRANT_DAYS = '180'

export function noticeTexts(config: Config, words: Words): Readonly<Record<string, NoticeText>> {
  return Object.fromEntries(
    WORD_LANGUAGES.map((language) => {
      const { notice, drafter } = words.of(language)
      const values = {
        controller: config.controller.name,
        contact: config.controller.contact,
        drafter: drafter.extractive,
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
