/** The help-center fields that are read, and nothing else of them. Zendesk's names end in this room. */
import { z } from 'zod'

/** JSON.parse rounds larger numbers silently; `z.int()` refuses what is not exact. */
const id = z.int().positive()

export const articleFields = z.object({
  id,
  html_url: z.string().nullish(),
  title: z.string(),
  body: z.string().nullish(),
  locale: z.string(),
  section_id: id.nullish(),
  // Both must be stated: an article that does not say that it is public is not taken for public.
  draft: z.boolean(),
  user_segment_id: id.nullable(),
  user_segment_ids: z.array(id).nullish(),
  label_names: z.array(z.string()).nullish(),
  outdated: z.boolean().nullish(),
  outdated_locales: z.array(z.string()).nullish(),
  updated_at: z.string(),
})
export type ArticleFields = z.infer<typeof articleFields>

export const sectionFields = z.object({ id, name: z.string(), category_id: id.nullish() })
export type SectionFields = z.infer<typeof sectionFields>

export const categoryFields = z.object({ id, name: z.string() })

/** Cursor paging. The rows are read one by one, so that a bad one does not spoil its page. */
export const pageFields = z.object({
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
})
