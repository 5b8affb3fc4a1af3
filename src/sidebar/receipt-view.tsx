import { Fragment } from 'preact'
import type { CitedPassage, Receipt } from '../domain/draft.ts'
import { useDeskState, useRoom } from './context.ts'
import { DecisionLine } from './decision-line.tsx'
import { downloadJson } from './download.ts'
import { Icon } from './icons.tsx'
import { receiptRows } from './receipt-rows.ts'

export function ReceiptView({
  receipt,
  passages,
}: {
  readonly receipt: Receipt
  readonly passages: readonly CitedPassage[]
}) {
  const { words } = useRoom()
  const { view } = useDeskState()
  // The last: where something left, it is the one that let it.
  const decision = receipt.decisions?.at(-1)
  return (
    <details class="g-details">
      <summary>{words.say('receipt.heading')}</summary>
      <div class="g-stack">
        <p class="g-small g-muted">{words.say('receipt.help')}</p>
        <dl class="g-dl g-small">
          {receiptRows(words, receipt, passages, view?.consent ?? null).map(([term, value]) => (
            <Fragment key={term}>
              <dt>{term}</dt>
              <dd class="g-break">
                {typeof value === 'string' ? value : value.map((line) => <div key={line}>{line}</div>)}
                {value.length === 0 && words.say('receipt.none')}
              </dd>
            </Fragment>
          ))}
        </dl>
        <Verdicts verdicts={receipt.verdicts.sentences ?? []} />
        {decision !== undefined && (
          <DecisionLine
            decision={decision}
            place="draft"
            fields={{ count: receipt.fieldsSent.length, left: receipt.egress != null }}
          />
        )}
        <div>
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => downloadJson(receipt, `vouch-receipt-${receipt.draftId}.json`)}
          >
            <Icon name="download" />
            {words.say('receipt.download')}
          </button>
        </div>
      </div>
    </details>
  )
}

function Verdicts({ verdicts }: { readonly verdicts: NonNullable<Receipt['verdicts']['sentences']> }) {
  const { words } = useRoom()
  if (verdicts.length === 0) return null
  return (
    <details class="g-details g-small">
      <summary>{words.say('receipt.table')}</summary>
      <table class="v-verdicts">
        <thead>
          <tr>
            <th scope="col">{words.say('receipt.table_number')}</th>
            <th scope="col">{words.say('receipt.table_verdict')}</th>
            <th scope="col" class="g-num">
              {words.say('receipt.table_support')}
            </th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map(({ verdict, support }, index) => (
            <tr key={index}>
              <td>{words.number(index + 1)}</td>
              <td>
                {verdict === 'verified' ? words.say('receipt.table_verified') : words.say(`drop.${verdict}`)}
              </td>
              <td class="g-num">{words.percent(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
