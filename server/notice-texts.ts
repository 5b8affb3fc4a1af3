/** The notice of this configuration, in every language: it says what the configuration really does. */
import type { RecipientView } from '../src/domain/api.ts'
import type { Config } from './config.ts'
import type { NoticeText } from './consent/index.ts'
import { fillIn, type ServerWords, WORD_LANGUAGES, type Words } from './words.ts'

const GRANT_DAYS = '180'

function recipientSentence(
  { drafter, provider, retention }: ServerWords,
  recipient: RecipientView | null,
): string {
  if (recipient === null) return drafter.extractive
  const values = {
    ...recipient,
    provider: provider[recipient.provider] ?? recipient.provider,
    retention: retention[recipient.retention] ?? recipient.retention,
  }
  return fillIn(recipient.provider === 'self-hosted' ? drafter.selfHosted : drafter.model, values)
}

/** @param recipient who words the replies; `null`: nothing leaves the companion's machine. */
export function noticeTexts(
  config: Config,
  words: Words,
  recipient: RecipientView | null,
): Readonly<Record<string, NoticeText>> {
  return Object.fromEntries(
    WORD_LANGUAGES.map((language) => {
      const { notice } = words.of(language)
      const values = {
        controller: config.controller.name,
        contact: config.controller.contact,
        drafter: recipientSentence(words.of(language), recipient),
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
