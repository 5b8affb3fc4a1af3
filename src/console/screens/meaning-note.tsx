/** Says whether an embedding model helps to find articles; nothing where none is configured. */
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { fill, formatNumber } from '../words.ts'

export function MeaningNote() {
  const { client, words, language } = useConsole()
  const { loaded } = useLoading(() => client.meaning(), 'meaning')
  const say = words.meaning
  if (loaded.status !== 'ready') return null
  const { value } = loaded
  const { state } = value
  if (state === 'off') return null
  const number = (count: number) => formatNumber(count, language)
  const broken = state === 'broken'
  return (
    <div class="g-alert c-read-only" data-tone={broken ? 'warning' : 'info'} role="status">
      <Icon name={broken ? 'bar' : 'check'} />
      <div>
        <p class="g-alert-title">{say.title}</p>
        <p>{fill(say[state], { done: number(value.done), total: number(value.total) })}</p>
        {value.problem === null ? null : <p>{say.problem[value.problem]}</p>}
      </div>
    </div>
  )
}
