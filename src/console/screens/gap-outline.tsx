/** The skeleton of a missing article, to look at and to take along. */
import type { GapTopic } from '../../domain/gap-api.ts'
import { type OutlineBlock, outlineHtml, outlineMarkdown, outlineOf } from '../../domain/gap-outline.ts'
import { staffLanguageOf } from '../../domain/staff-language.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useLoading } from '../loading.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { WhenLoaded } from '../parts/page.tsx'
import { loadPageWords } from '../words.ts'

export function GapOutline({ topic, onClose }: { readonly topic: GapTopic; readonly onClose: () => void }) {
  const { words } = useConsole()
  const say = words.gaps
  // The article is written in the language of those who ask, whatever language the console is read in.
  const loading = useLoading(() => loadPageWords(topic.language), topic.topicId)
  const blocks =
    loading.loaded.status === 'ready' ? outlineOf(topic, loading.loaded.value.words.gapOutline) : []
  const name = `outline-${topic.topicId}`
  return (
    <Dialog
      title={say.outlineTitle}
      wide
      onClose={onClose}
      foot={
        <button type="button" class="g-btn" onClick={onClose}>
          {words.common.close}
        </button>
      }
    >
      <p class="g-muted">{say.outlineLead}</p>
      {topic.language === staffLanguageOf(topic.language) ? null : <p class="g-well">{say.outlineEnglish}</p>}
      <div class="g-row g-wrap">
        <CopyButton text={outlineMarkdown(blocks)} label={say.copyMarkdown} visible />
        <CopyButton text={outlineHtml(blocks)} label={say.copyHtml} visible />
        <button
          type="button"
          class="g-btn g-btn-small"
          onClick={() => downloadText(`${name}.md`, 'text/markdown;charset=utf-8', outlineMarkdown(blocks))}
        >
          <Icon name="save" />
          {say.saveMarkdown}
        </button>
        <button
          type="button"
          class="g-btn g-btn-small"
          onClick={() => downloadText(`${name}.html`, 'text/html;charset=utf-8', outlineHtml(blocks))}
        >
          <Icon name="save" />
          {say.saveHtml}
        </button>
      </div>
      <WhenLoaded loading={loading}>
        {({ language }) => (
          <article class="g-card c-outline" lang={language}>
            {blocks.map((one, at) => (
              <Block key={`${at} ${one.block}`} one={one} />
            ))}
          </article>
        )}
      </WhenLoaded>
    </Dialog>
  )
}

function Block({ one }: { readonly one: OutlineBlock }) {
  switch (one.block) {
    case 'title':
      return <h3 class="g-h2">{one.text}</h3>
    case 'heading':
      return <h4 class="g-h3">{one.text}</h4>
    case 'text':
      return <p class="g-muted">{one.text}</p>
    case 'fill':
      return (
        <p>
          <mark class="g-mark">⟦ {one.text} ⟧</mark>
        </p>
      )
    case 'quotes':
      return (
        <ul class="g-list">
          {one.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )
    case 'links':
      return (
        <ul class="g-list">
          {one.links.map(({ articleId, locale, title }) => (
            <li key={`${articleId} ${locale}`}>{title}</li>
          ))}
        </ul>
      )
    default:
      return one satisfies never
  }
}
