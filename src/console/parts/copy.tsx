/** A hash shown short and copied whole. */
import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { Icon } from './icon.tsx'

const SHOWN = 12

/** A helpdesk's frame may withhold the clipboard from us; the older way still works there on a press. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch (cause) {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'g-sr'
    const focused = document.activeElement
    document.body.append(area)
    area.select()
    const copied = document.execCommand('copy')
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
    if (!copied) throw cause
  }
}

export function CopyButton(props: {
  readonly text: string
  readonly label: string
  readonly visible?: boolean
}) {
  const { words, tell } = useConsole()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2_000)
    return () => clearTimeout(timer)
  }, [done])
  const copy = async () => {
    try {
      await copyText(props.text)
      setDone(true)
      tell(words.common.copied)
    } catch {
      tell(words.common.copyFailed, 'danger')
    }
  }
  return (
    <button
      type="button"
      class={props.visible ? 'g-btn g-btn-small' : 'g-btn g-btn-ghost g-btn-icon'}
      aria-label={props.visible ? undefined : props.label}
      title={props.label}
      onClick={copy}
    >
      <Icon name={done ? 'check' : 'copy'} />
      {props.visible ? props.label : null}
    </button>
  )
}

export function ShortHash(props: { readonly hash: string; readonly label: string }) {
  return (
    <span class="c-hash">
      <code class="g-mono" title={props.hash}>
        {props.hash.slice(0, SHOWN)}
      </code>
      <CopyButton text={props.hash} label={props.label} />
    </span>
  )
}
