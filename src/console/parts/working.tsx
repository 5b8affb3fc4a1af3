/** Says that something takes longer than a second. Stands in every open dialog too: what is behind one is read to nobody. */
import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { pageWork } from '../work.ts'

export function Working() {
  const { words } = useConsole()
  const [long, setLong] = useState(false)
  useEffect(() => pageWork.watch(setLong), [])
  return (
    <div class="c-working" role="status">
      {long ? (
        <>
          <span>{words.common.working}</span>
          <span class="c-running" aria-hidden="true" />
        </>
      ) : null}
    </div>
  )
}
