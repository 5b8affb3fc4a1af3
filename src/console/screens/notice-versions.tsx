/** Every version there was: since when, by whom, what it changed, and its words. */
import { useState } from 'preact/hooks'
import type { NoticeText } from '../../domain/notice.ts'
import type { NoticesView, NoticeVersionRow } from '../../domain/notice-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { changeWords } from '../notice-form.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatMoment, plural } from '../words.ts'
import { NoticeReader, versionName } from './notice-reader.tsx'

const MOST_CHANGES = 4

export function NoticeVersions({ view }: { readonly view: NoticesView }) {
  const { client, words, language } = useConsole()
  const say = words.notices
  const act = useAct()
  const [read, setRead] = useState<{
    readonly row: NoticeVersionRow
    readonly texts: Readonly<Record<string, NoticeText>>
  } | null>(null)
  const open = (row: NoticeVersionRow) =>
    act.run(async () => setRead({ row, texts: await client.noticeTexts(row.version, row.revision) }))
  return (
    <div class="g-card">
      <div class="g-card-head">
        <h2 class="g-h2">{say.versions}</h2>
      </div>
      <ScrollTable label={say.versions}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.version}</th>
              <th scope="col">{say.since}</th>
              <th scope="col">{say.by}</th>
              <th scope="col">{say.changed}</th>
              <th scope="col">
                <span class="g-sr">{say.read}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.versions.map((row) => (
              <tr key={versionName(row)}>
                <td class="g-strong">{versionName(row)}</td>
                <td class="c-nowrap">
                  <time dateTime={row.activatedAt}>{formatMoment(row.activatedAt, language)}</time>
                </td>
                <td class="c-nowrap">
                  {row.activatedBy === null ? say.bySystem : fill(say.byAgent, { agent: row.activatedBy })}
                </td>
                <td class="c-notice-changes">
                  <Changes changes={row.changes} />
                </td>
                <td class="c-acts">
                  <button
                    type="button"
                    class="g-btn g-btn-small"
                    aria-disabled={act.busy}
                    onClick={() => open(row)}
                  >
                    {say.read}
                    <span class="g-sr"> {fill(say.readTitle, { version: versionName(row) })}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {read === null ? null : <NoticeReader {...read} onClose={() => setRead(null)} />}
    </div>
  )
}

function Changes({ changes }: { readonly changes: readonly string[] }) {
  const { words, language } = useConsole()
  const say = words.notices
  if (changes.length === 0) return <span class="g-muted">{say.noChanges}</span>
  const rest = changes.length - MOST_CHANGES
  const said = changes.slice(0, MOST_CHANGES).map((change) => changeWords(change, words, language))
  return (
    <>
      {said.join(' · ')}
      {rest > 0 ? ` · ${plural(say.moreChanges, rest, language)}` : ''}
    </>
  )
}
