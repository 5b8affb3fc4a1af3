/** The receipt as lines for a person: why it was allowed, from what it was made, what left. */
import type { ConsentState } from '../domain/consent.ts'
import type { CitedPassage, EgressFacts, Receipt } from '../domain/draft.ts'
import { PERSONAL_DATA_TYPES } from '../minimise/personal-data.ts'
import type { SidebarWords } from '../words.ts'
import { drafterWords, providerWords, regionWords, retentionWords } from './recipient-words.ts'

export type ReceiptRow = readonly [term: string, value: string | readonly string[]]

export function receiptRows(
  words: SidebarWords,
  receipt: Receipt,
  passages: readonly CitedPassage[],
  now: Pick<ConsentState, 'epoch' | 'legalBasis'> | null,
): readonly ReceiptRow[] {
  const { consent, drafter, verdicts, rewrite } = receipt
  const version = (value: number) => words.say('receipt.version', { version: value })
  const title = (articleId: string) =>
    passages.find((passage) => passage.articleId === articleId)?.title ?? articleId
  const status = words.say(`status.consent.${consent.status}`)
  // The receipt names no legal basis; the ticket's is the one it was made under while the consent is the same.
  const basis = now !== null && now.epoch === consent.epoch ? now.legalBasis : null
  return [
    [words.say('receipt.created'), words.dateTime(receipt.createdAt)],
    [
      words.say('receipt.consent'),
      [
        words.say('receipt.consent_value', { status, epoch: consent.epoch }),
        ...(basis === null ? [] : [words.say(`status.basis.${basis}`)]),
      ],
    ],
    [
      words.say('receipt.notice'),
      consent.noticeVersion === null ? words.say('receipt.none') : version(consent.noticeVersion),
    ],
    [words.say('receipt.scope'), receipt.scopeHash.slice(0, 12)],
    [words.say('receipt.allowlist'), version(receipt.allowlistVersion)],
    ...(receipt.threshold === undefined
      ? []
      : [[words.say('receipt.threshold'), words.number(receipt.threshold)] satisfies ReceiptRow]),
    ...(receipt.prior === undefined
      ? []
      : [[words.say('receipt.prior'), receipt.prior] satisfies ReceiptRow]),
    ...(receipt.dense === undefined
      ? []
      : [
          [
            words.say('receipt.dense'),
            `${words.say(`receipt.dense_${receipt.dense.outcome}`)} ${receipt.dense.model}`.trim(),
          ] satisfies ReceiptRow,
        ]),
    [
      words.say('receipt.articles'),
      receipt.articles.map(({ articleId, versionHash }) =>
        words.dotted([title(articleId), versionHash.slice(0, 12)]),
      ),
    ],
    [
      words.say('receipt.fields'),
      receipt.fieldsSent.map(
        ({ field, bytes }) => `${words.say(`scope.field.${field}`)}: ${words.bytes(bytes)}`,
      ),
    ],
    [words.say('receipt.replaced'), replacedWords(words, receipt.replaced)],
    [words.say('receipt.drafter'), `${drafter.drafter} ${drafter.version}, ${drafterWords(words, drafter)}`],
    ...egressRows(words, receipt.egress ?? null),
    ...(rewrite == null
      ? []
      : [[words.say('receipt.rewrite'), rewriteWords(words, rewrite)] satisfies ReceiptRow]),
    [
      words.say('receipt.verdicts'),
      words.say('receipt.verdicts_value', { verified: verdicts.verified, dropped: verdicts.dropped }),
    ],
    [words.say('receipt.identity'), words.say(`receipt.${receipt.requesterIdentity}`)],
    [words.say('receipt.audit'), `#${receipt.auditIndex}`],
    [words.say('receipt.ai'), words.say('receipt.ai_value')],
  ]
}

function egressRows(words: SidebarWords, egress: EgressFacts | null): readonly ReceiptRow[] {
  if (egress === null) return [[words.say('receipt.left'), words.say('receipt.left_nothing')]]
  const sizes = { out: words.bytes(egress.bytesOut), in: words.bytes(egress.bytesIn) }
  return [
    [
      words.say('receipt.left'),
      [words.count('receipt.left_calls', egress.calls, sizes), words.say('receipt.left_store')],
    ],
    [words.say('preview.provider'), providerWords(words, egress.provider)],
    [words.say('preview.host'), `${egress.host} (${regionWords(words, egress.region)})`],
    [words.say('preview.retention'), retentionWords(words, egress.retention)],
    [words.say('preview.model'), egress.model],
    [words.say('receipt.prompt'), egress.promptVersion],
  ]
}

const rewriteWords = (words: SidebarWords, { of, how }: NonNullable<Receipt['rewrite']>) =>
  words.say('receipt.rewrite_value', { how: words.say(`rewrite.how.${how}`), of: of.slice(0, 8) })

export function replacedWords(
  words: SidebarWords,
  replaced: Readonly<Record<string, number>>,
): readonly string[] {
  return Object.entries(replaced)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => {
      const known = PERSONAL_DATA_TYPES.find((candidate) => candidate === type) ?? 'OTHER'
      return `${words.say(`preview.type.${known}`)}: ${words.number(count)}`
    })
}
