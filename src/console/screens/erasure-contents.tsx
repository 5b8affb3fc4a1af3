/** What goes and what stays when an erasure is approved: kinds, numbers and the request, and nothing of the person. */
import type { Widening } from '../../domain/change.ts'
import { EXCEPTION_ARTICLES } from '../../domain/erasure-api.ts'
import { useConsole } from '../context.ts'
import { fill, formatNumber } from '../words.ts'

export function ErasureContents(props: { readonly widens: readonly Widening[] }) {
  const { words, language } = useConsole()
  const { retention, approvals } = words
  const say = approvals.erasure
  const told = props.widens.find((widening) => widening.what === 'person_erased')
  if (told === undefined) return null
  const { records, tickets, erased, kept = [], caseNumber } = told
  const line = (held: { readonly class: keyof typeof retention.heldClass; readonly count: number }) =>
    `${retention.heldClass[held.class]}: ${formatNumber(held.count, language)}`
  return (
    <>
      <p>
        {fill(approvals.widens.person_erased, {
          records: formatNumber(records, language),
          tickets: formatNumber(tickets, language),
        })}
      </p>
      {caseNumber === undefined ? null : (
        <p>{caseNumber === null ? say.noCase : fill(say.ofCase, { number: caseNumber })}</p>
      )}
      {erased === undefined ? null : (
        <div>
          <p class="g-strong">{say.goes}</p>
          <p>{erased.map(line).join(' · ')}</p>
          <p class="g-small g-muted">{say.asOf}</p>
        </div>
      )}
      <div>
        <p class="g-strong">{retention.kept}</p>
        <ul class="g-list">
          {kept.map((each) => (
            <li key={`${each.class} ${each.exception}`}>
              {line(each)} ({EXCEPTION_ARTICLES[each.exception]})
            </li>
          ))}
          <li>{say.log}</li>
          <li>{say.stones}</li>
        </ul>
      </div>
    </>
  )
}
