/** The hash of the page as a route. With unsaved changes the old screen stays until the person decides. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { parseRoute, type Route } from './routes.ts'

export interface Routing {
  readonly route: Route
  /** Set while somebody is asked whether to leave unsaved changes. */
  readonly leaving: boolean
  /** Somebody has typed something; answers with what lets go of it again. */
  readonly holdUnsaved: () => () => void
  readonly stay: () => void
  readonly leave: () => void
}

export function useRouting(): Routing {
  const [hash, setHash] = useState(() => location.hash)
  const [leaving, setLeaving] = useState(false)
  const unsaved = useRef(new Set<object>())
  const shown = useRef(hash)
  shown.current = hash

  useEffect(() => {
    const onHash = () => {
      if (location.hash === shown.current) setLeaving(false)
      else if (unsaved.current.size > 0) setLeaving(true)
      else setHash(location.hash)
    }
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved.current.size > 0) event.preventDefault()
    }
    addEventListener('hashchange', onHash)
    addEventListener('beforeunload', onUnload)
    // Effects run after the first paint: what the helpdesk has asked for by then told nobody.
    onHash()
    return () => {
      removeEventListener('hashchange', onHash)
      removeEventListener('beforeunload', onUnload)
    }
  }, [])

  return {
    route: parseRoute(hash),
    leaving,
    holdUnsaved: useCallback(() => {
      const form = {}
      unsaved.current.add(form)
      return () => unsaved.current.delete(form)
    }, []),
    stay: useCallback(() => {
      history.replaceState(null, '', shown.current === '' ? '#/' : shown.current)
      setLeaving(false)
    }, []),
    leave: useCallback(() => {
      unsaved.current.clear()
      setLeaving(false)
      setHash(location.hash)
    }, []),
  }
}
