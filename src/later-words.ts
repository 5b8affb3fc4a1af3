/**
 * Sentences that the first paint does without: they come with the parts that say them. The build gives this
 * file's imports the groups below, and those of `words.ts` all others; outside a build both are the whole file.
 */
import type { Dictionaries } from './words.ts'

/** Group by group, the members that are needed at once all the same. `test/src/later-words.test.ts` holds it against the code. */
export const LATER: Readonly<Record<string, readonly string[]>> = {
  by: [],
  carry_over: ['done'],
  channel: [],
  consent: ['ask', 'ask_again', 'asked', 'asked_not_inserted', 'recorded', 'withdrawn'],
  dossier: [],
  draft: [
    'again',
    'copied',
    'copy_failed',
    'dismissed',
    'failed',
    'heading',
    'insert_failed',
    'inserted',
    'make',
    'nearest',
    'progress',
    'reading',
    'ready',
    'refused',
    'searching',
    'shortcut',
    'stop',
    'stopped',
    'undone',
    'why_not',
    'writing',
  ],
  drop: [],
  event: [],
  locale_reason: [],
  narrow: ['done'],
  options: [],
  passage: ['open'],
  preview: ['people_unread'],
  recall: [],
  receipt: [],
  rewrite: ['running', 'unmade'],
  scope: ['action', 'field'],
  search: ['found', 'empty', 'copied', 'also_in'],
  second_look: ['confirmed', 'rejected', 'waits'],
  signs: ['heading'],
  status: [
    'heading',
    'consent',
    'overlay',
    'until',
    'details',
    'articles',
    'drafter',
    'fields',
    'tag_not_written',
  ],
  summary: ['running', 'ready', 'refused', 'failed'],
}

export const LATER_DICTIONARIES: Dictionaries = {
  en: () => import('../translations/en.json', { with: { type: 'json' } }),
  de: () => import('../translations/de.json', { with: { type: 'json' } }),
  fr: () => import('../translations/fr.json', { with: { type: 'json' } }),
  es: () => import('../translations/es.json', { with: { type: 'json' } }),
}
