/** The policy as the sentence that a new ticket would get, read from the form before it is saved. */
import { useConsole } from '../context.ts'
import { type ScopeForm, shownPolicy } from '../scope-form.ts'
import { fill, formatDate, formatNumber, joinWords } from '../words.ts'

const DAY_MS = 86_400_000

export function ScopeReading(props: { readonly form: ScopeForm; readonly title: string }) {
  const { words, language, now } = useConsole()
  const say = words.scope
  const policy = shownPolicy(props.form)
  const sentence = () => {
    if (policy === null) return say.readsWrong
    if (policy.actions.length === 0) return say.readsNothing
    const values = {
      actions: joinWords(
        policy.actions.map((action) => say.verb[action]),
        language,
      ),
      fields: joinWords(
        policy.fields.map((field) => say.noun[field]),
        language,
      ),
      maxChars: formatNumber(policy.maxChars, language),
      drafts: formatNumber(policy.draftsPerTicket, language),
      until: formatDate(new Date(now() + policy.validDays * DAY_MS).toISOString(), language),
    }
    return fill(policy.fields.length === 0 ? say.readsNoField : say.reads, values)
  }
  return (
    <>
      <h2 class="g-h3">{props.title}</h2>
      <p>{sentence()}</p>
    </>
  )
}
