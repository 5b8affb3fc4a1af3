import type { GapsView, GapTopic } from '../../src/domain/gap-api.ts'

const near = (articleId: string, title: string, locale = 'en-us') => ({
  articleId: `zendesk:${articleId}`,
  locale,
  title,
  url: `https://help.acme.example/hc/${locale}/articles/${articleId}`,
})

export const BOOT_TOPIC: GapTopic = {
  topicId: 'b007000000000001',
  language: 'en',
  words: ['boots', 'resole', 'repair'],
  questions: 17,
  requesters: 14,
  spans: [1, 2, 2, 4, 8],
  examples: [
    'Can you resole my hiking boots?',
    'How much is it to repair boots that are two years old?',
    'Where do I send boots for a repair, and is ⟦ORDER_1⟧ still under warranty?',
  ],
  kinds: [
    {
      kind: 'may',
      questions: 8,
      examples: ['Can you resole my hiking boots?', 'Is it possible to repair the sole?'],
    },
    { kind: 'cost', questions: 5, examples: ['How much is it to repair boots that are two years old?'] },
    { kind: 'where', questions: 4, examples: [] },
  ],
  nearest: [near('210001', 'Return period'), near('210007', 'Caring for leather boots')],
  answeredBy: null,
}

export const SAMPLE_GAPS: GapsView = {
  kept: true,
  days: 30,
  questions: 134,
  uncovered: 38,
  unnamed: 9,
  cut: false,
  topics: [
    BOOT_TOPIC,
    {
      topicId: 'ca4e000000000002',
      language: 'de',
      words: ['Zelt', 'imprägnieren'],
      questions: 8,
      requesters: 7,
      spans: [3, 3, 1, 1, 0],
      examples: ['Womit kann ich mein Zelt imprägnieren?', 'Wie oft muss ein Zelt imprägniert werden?'],
      kinds: [{ kind: 'how', questions: 8, examples: ['Wie oft muss ein Zelt imprägniert werden?'] }],
      nearest: [],
      answeredBy: near('210042', 'Zelte pflegen und imprägnieren', 'de'),
    },
    {
      topicId: 'fe4e000000000003',
      language: 'en',
      words: ['boots'],
      questions: 4,
      requesters: null,
      spans: [],
      examples: [],
      kinds: [{ kind: 'other', questions: 4, examples: [] }],
      nearest: [near('210001', 'Return period')],
      answeredBy: null,
    },
  ],
}
