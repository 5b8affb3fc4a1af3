/** The app's frame: filled by a signed form post, anew for every load, and connected to its host. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Bootstrap, desk } from './desk-client.ts'
import { type AppHost, type AppPlace, hostApp } from './framework-host.ts'
import { AppIcon, FoldIcon, ReloadIcon } from './icons.tsx'

const FRAME_NAME = 'app_Vouch'

/** The token goes by form post: it must not stand in an address, a history or a referrer. */
async function load(location: string): Promise<void> {
  const { action, token } = await desk.launch(location)
  const form = document.createElement('form')
  form.method = 'POST'
  form.action = action
  form.target = FRAME_NAME
  form.hidden = true
  const field = document.createElement('input')
  field.name = 'token'
  field.value = token
  form.append(field)
  document.body.append(form)
  form.submit()
  form.remove()
}

export function AppPanel(props: {
  readonly boot: Bootstrap
  readonly location: 'ticket_sidebar' | 'nav_bar'
  readonly place: AppPlace
  readonly height: string | null
  onHost(host: AppHost): void
}) {
  const frame = useRef<HTMLIFrameElement>(null)
  const host = useRef<AppHost | null>(null)
  const [isFolded, setFolded] = useState(false)
  const { boot, location, place, onHost } = props

  useEffect(() => {
    if (frame.current === null) return
    const opened = hostApp({ frame: frame.current, appOrigin: boot.companionOrigin, place })
    host.current = opened
    onHost(opened)
    void load(location)
    return () => {
      opened.emit('app.willDestroy')
      opened.close()
    }
  }, [boot, location, place, onHost])

  function fold() {
    host.current?.emit(isFolded ? 'app.activated' : 'app.deactivated', { firstLoad: false })
    setFolded(!isFolded)
  }

  return (
    <aside class={`app-panel app-panel-${location}`} aria-label="Apps">
      {location === 'ticket_sidebar' && (
        <header>
          <span class="app-name">
            <AppIcon /> Vouch
          </span>
          <button
            type="button"
            aria-label="Reload app"
            title="Reload app"
            onClick={() => void load(location)}
          >
            <ReloadIcon />
          </button>
          <button
            type="button"
            class={isFolded ? 'turned' : ''}
            aria-label={isFolded ? 'Show app' : 'Hide app'}
            aria-expanded={!isFolded}
            onClick={fold}
          >
            <FoldIcon />
          </button>
        </header>
      )}
      <iframe
        ref={frame}
        name={FRAME_NAME}
        id="app-frame"
        title="Vouch"
        hidden={isFolded}
        allow="clipboard-write"
        style={props.height === null ? undefined : { height: props.height }}
      />
    </aside>
  )
}
