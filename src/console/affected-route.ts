/** What the count of affected people is asked for, as the part of an address after the screen. */
export type AffectedAbout =
  | { readonly about: 'incident'; readonly incidentId: string; readonly since: string }
  | { readonly about: 'article'; readonly articleId: string }

const MARK = 'affected'

export function affectedDetail(of: AffectedAbout): string {
  return of.about === 'incident'
    ? [MARK, of.about, of.incidentId, of.since].join('~')
    : [MARK, of.about, of.articleId].join('~')
}

/** `null`: the detail is of something else. An id may hold the sign that parts them. */
export function parseAffectedDetail(detail: string | null): AffectedAbout | null {
  const [mark, about, first = '', ...rest] = (detail ?? '').split('~')
  if (mark !== MARK || first === '') return null
  if (about === 'article') return { about, articleId: [first, ...rest].join('~') }
  const since = rest.join('~')
  return about === 'incident' && !Number.isNaN(Date.parse(since)) ? { about, incidentId: first, since } : null
}
