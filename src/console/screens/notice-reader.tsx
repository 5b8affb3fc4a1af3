/** Any version of the notice, read as a requester reads it. */
import { useState } from 'preact/hooks'
import { type NoticeText, REQUESTER_LANGUAGES, type RequesterLanguage } from '../../domain/notice.ts'
import type { NoticeVersionRow } from '../../domain/notice-api.ts'
import { useConsole } from '../context.ts'
import { Choice } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { fill, localeName } from '../words.ts'
import { NoticePreview } from './notice-preview.tsx'

/** "3", and "3.1" with its first correction. */
export function versionName({ version, revision }: Pick<NoticeVersionRow, 'version' | 'revision'>): string {
  return revision === 0 ? String(version) : `${version}.${revision}`
}

export function NoticeReader(props: {
  readonly row: NoticeVersionRow
  readonly texts: Readonly<Record<string, NoticeText>>
  readonly onClose: () => void
}) {
  const { words, language } = useConsole()
  const say = words.notices
  const { row, texts } = props
  const known = REQUESTER_LANGUAGES.filter((code) => texts[code] !== undefined)
  const [locale, setLocale] = useState<RequesterLanguage>(
    known.find((code) => code === language) ?? known[0] ?? 'en',
  )
  const text = texts[locale]
  return (
    <Dialog
      title={fill(say.readTitle, { version: versionName(row) })}
      onClose={props.onClose}
      foot={
        <button type="button" class="g-btn" onClick={props.onClose}>
          {words.common.close}
        </button>
      }
    >
      <Choice
        id="notice-read-language"
        label={say.language}
        value={locale}
        options={known}
        nameOf={(code) => localeName(code, language)}
        onChoose={setLocale}
      />
      {text === undefined ? null : <NoticePreview locale={locale} version={row.version} text={text} />}
    </Dialog>
  )
}
