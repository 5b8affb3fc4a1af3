import { Fragment } from 'preact'
import type { CitedPassage, Receipt } from '../domain/draft.ts'
import { PERSONAL_DATA_TYPES } from '../domain/minimise.ts'
import type { SidebarWords } from '../words.ts'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'

export function ReceiptView({
  receipt,
  passages,
}: {
  readonly receipt: Receipt
  readonly passages: readonly CitedPassage[]
}) {
  const { words } = useRoom()
  const { consent, drafter, verdicts } = receipt
  const version = (value: number) => words.say('receipt.version', { version: value })
  const title = (articleId: string) =>
    passages.find((passage) => passage.articleId === articleId)?.title ?? articleId
  const status = words.say(`status.consent.${consent.status}`)
  const rows: readonly (readonly [string, string | readonly string[]])[] = [
    [words.say('receipt.created'), words.dateTime(receipt.createdAt)],
    [words.say('receipt.consent'), words.say('receipt.consent_value', { status, epoch: consent.epoch })],
    [
      words.say('receipt.notice'),
      consent.noticeVersion === null ? words.say('receipt.none') : version(consent.noticeVersion),
    ],
    [
      words.say('receipt.drafter'),
      `${drafter.drafter} ${drafter.version}, ${drafter.provider} (${drafter.region})`,
    ],
    [
      words.say('receipt.articles'),
      receipt.articles.map(
        ({ articleId, versionHash }) => `${title(articleId)} · ${versionHash.slice(0, 12)}`,
      ),
    ],
    [
      words.say('receipt.fields'),
      receipt.fieldsSent.map(
        ({ field, bytes }) => `${words.say(`scope.field.${field}`)}: ${words.bytes(bytes)}`,
      ),
    ],
    [words.say('receipt.replaced'), replacedWords(words, receipt.replaced)],
    [
      words.say('receipt.verdicts'),
      words.say('receipt.verdicts_value', { verified: verdicts.verified, dropped: verdicts.dropped }),
    ],
    [words.say('receipt.allowlist'), version(receipt.allowlistVersion)],
    [words.say('receipt.scope'), receipt.scopeHash.slice(0, 12)],
    [words.say('receipt.identity'), words.say(`receipt.${receipt.requesterIdentity}`)],
    [words.say('receipt.audit'), `#${receipt.auditIndex}`],
    [words.say('receipt.ai'), words.say('receipt.ai_value')],
  ]
  return (
    <details class="g-details">
      <summary>{words.say('receipt.heading')}</summary>
      <div class="g-stack">
        <p class="g-small g-muted">{words.say('receipt.help')}</p>
        <dl class="g-dl g-small">
          {rows.map(([term, value]) => (
            <Fragment key={term}>
              <dt>{term}</dt>
              <dd>
                {typeof value === 'string' ? value : value.map((line) => <div key={line}>{line}</div>)}
                {value.length === 0 && words.say('receipt.none')}
              </dd>
            </Fragment>
          ))}
        </dl>
        <div>
          <button type="button" class="g-btn g-btn-small" onClick={() => download(receipt)}>
            <Icon name="download" />
            {words.say('receipt.download')}
          </button>
        </div>
      </div>
    </details>
  )
}

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

function download(receipt: Receipt): void {
  const blob = new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' })
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = `vouch-receipt-${receipt.draftId}.json`
  link.click()
  // The browser reads the address after this turn; taking it back at once would download nothing.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
