import type { UnreadArticle } from '../../domain/sync-api.ts'
import { useConsole } from '../context.ts'
import { fill, formatNumber } from '../words.ts'

/** Why something could not be read, in the reader's language; what was kept before there were codes is English. */
export function UnreadReason({ problem }: { readonly problem: UnreadArticle }) {
  const { words, language } = useConsole()
  const { code, value = '', reason } = problem
  if (code === undefined) return <bdi lang="en">{reason}</bdi>
  const shown = /^\d+$/.test(value) ? formatNumber(Number(value), language) : value
  return <>{fill(words.sync.why[code], { value: shown })}</>
}
