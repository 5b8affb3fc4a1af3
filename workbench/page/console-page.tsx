/** The app's own page, opened from the rail: its frame in full width. */
import { useCallback, useMemo, useState } from 'preact/hooks'
import { AppPanel } from './app-panel.tsx'
import { commonPlace } from './common-place.ts'
import type { Bootstrap } from './desk-client.ts'
import { Frame } from './frame.tsx'

export function ConsolePage({ boot }: { readonly boot: Bootstrap }) {
  const [said, setSaid] = useState('')
  const place = useMemo(
    () => ({
      ...commonPlace({ boot, location: 'nav_bar', notify: setSaid, resize: () => undefined }),
      ...(window.location.hash === '' ? {} : { appRoute: window.location.hash.slice(1) }),
    }),
    [boot],
  )
  const onHost = useCallback(() => undefined, [])
  return (
    <Frame boot={boot} place="console" title={<h1>Vouch</h1>}>
      {said !== '' && (
        <p class="notice notice-notice" role="status">
          {said}
        </p>
      )}
      <AppPanel boot={boot} location="nav_bar" place={place} height={null} onHost={onHost} />
    </Frame>
  )
}
