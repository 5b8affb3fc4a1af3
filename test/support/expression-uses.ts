/** Uses what builds expressions of the words that it is given. */
export async function useBuilders(): Promise<void> {
  const names = ['Ada Lovelace', 'Jean-Luc d’Arc', 'Grace', '山田太郎']
  const [{ knownNames, knownOrganizations, knownWords, sameNames }, { knownPhones }, { knownEmails }] =
    await Promise.all([
      import('../../src/minimise/known-names.ts'),
      import('../../src/minimise/known-phones.ts'),
      import('../../src/minimise/emails.ts'),
    ])
  const { anyOf } = await import('../../src/minimise/spans.ts')
  anyOf('ada|grace', 'giu')
  const { parseOrderPattern } = await import('../../src/minimise/order-numbers.ts')
  knownNames(names)('Ada')
  knownOrganizations(['Acme Tools GmbH'])('Acme')
  knownWords(['Ada'], 'MARK')('Ada')
  sameNames('Ada', new Set(names))
  knownPhones(['+49 89 1234567', '+1 (555) 010-9999'])('+49')
  knownEmails(['ada@acme.example', 'a.b+c@acme.example'])('a@b')
  for (const pattern of ['AB-####', '@@##@@##', '#'.repeat(20)]) parseOrderPattern(pattern)
  const [{ revealHidden }, { tokeniseHtml }, { refusedFields }, edits] = await Promise.all([
    import('../../src/domain/hidden-text.ts'),
    import('../../server/articles/intake/html-tokens.ts'),
    import('../../src/console/token-form.ts'),
    import('../../server/cli/small-edits.ts'),
  ])
  revealHidden('a')
  for (const html of ['<script>a</script>', '<style>', '<textarea>a', '<title>x'])
    for (const _token of tokeniseHtml(html));
  refusedFields(['name: x'])
  const sentences = ['Refunds reach Ada Lovelace within 14 days.', 'Orders of 20 kg cost 5 euros at Acme.']
  for (const text of sentences) edits.editsOf(text, 'en', edits.entitiesOf(sentences))
}
