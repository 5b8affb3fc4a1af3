import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { type PackageFiles, packageProblems } from '../../../server/cli/package-rules.ts'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'

const ROOT = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT))
const app = (path: string) =>
  Buffer.from(JSON.stringify({ app: JSON.parse(read(path).toString('utf8')).app }))

const SOUND: PackageFiles = new Map<string, Buffer>([
  ['manifest.json', read('manifest.json')],
  ['requirements.json', read('requirements.json')],
  ['assets/icon_nav_bar.svg', read('assets/icon_nav_bar.svg')],
  ['assets/logo.png', read('assets/logo.png')],
  ['assets/logo-small.png', read('assets/logo-small.png')],
  ...STAFF_LANGUAGES.map((language): [string, Buffer] => {
    const path = `translations/${language}.json`
    return [path, app(path)]
  }),
])

type Change = (files: Map<string, Buffer>) => void
const drop =
  (path: string): Change =>
  (files) =>
    void files.delete(path)
const put =
  (path: string, text: string | Buffer): Change =>
  (files) =>
    void files.set(path, Buffer.from(text))
const swap =
  (path: string, from: string | RegExp, to: string): Change =>
  (files) => {
    const before = files.get(path)?.toString('utf8') ?? ''
    const after = before.replace(from, to)
    expect(after, 'the breach must change the file').to.not.equal(before)
    files.set(path, Buffer.from(after))
  }
const manifest = (from: string | RegExp, to: string) => swap('manifest.json', from, to)
const parameters = (json: string) => manifest(/"parameters": \[[^\]]*\]/, `"parameters": ${json}`)
const icon = (from: string | RegExp, to: string) => swap('assets/icon_nav_bar.svg', from, to)
const english = (from: string | RegExp, to: string) => swap('translations/en.json', from, to)

function smallerLogo(): Buffer {
  const logo = Buffer.from(read('assets/logo.png'))
  logo.writeUInt32BE(319, 16)
  return logo
}
function opaqueLogo(): Buffer {
  const logo = Buffer.from(read('assets/logo.png'))
  logo[25] = 2
  return logo
}

const BREACHES: Readonly<Record<string, readonly [Change, string]>> = {
  'the manifest is missing': [drop('manifest.json'), 'manifest.json: not JSON'],
  'the manifest is cut off': [manifest(/\}\s*$/, ''), 'manifest.json: not JSON'],
  'a key stands twice': [
    manifest('"private": true,', '"private": true, "private": false,'),
    'private stands twice',
  ],
  'a boolean is a string': [manifest('"private": true', '"private": "true"'), 'private'],
  'flexible is a string': [manifest('"flexible": true', '"flexible": "yes"'), 'ticket_sidebar.flexible'],
  'the author is missing': [manifest(/"author": \{[^}]*\},/, ''), 'author'],
  'the author has a script address': [
    manifest('"url": "https://vouch.example.com"', '"url": "javascript:1"'),
    'author.url',
  ],
  'another framework': [manifest('"2.0"', '"3.0"'), 'frameworkVersion'],
  'a version without three parts': [manifest('"0.1.0"', '"0.1"'), 'version'],
  'an unknown key': [manifest('"private": true,', '"private": true, "noTemplate": true,'), 'noTemplate'],
  'a locale with an underscore': [
    manifest('"defaultLocale": "en"', '"defaultLocale": "en_US"'),
    'defaultLocale',
  ],
  'a default locale without a file': [
    manifest('"defaultLocale": "en"', '"defaultLocale": "sv"'),
    'translations/sv.json: is missing',
  ],
  'an unknown location': [manifest('"nav_bar"', '"side_bar"'), 'side_bar'],
  'an unknown product': [manifest('"support"', '"chat"'), 'location'],
  'a plain http location': [
    manifest('https://vouch.example.com/sidebar', 'http://vouch.example.com/sidebar'),
    'ticket_sidebar.url',
  ],
  'a location that runs script': [
    manifest('https://vouch.example.com/sidebar', 'javascript:alert(1)'),
    'ticket_sidebar.url',
  ],
  'a location on a host that is not listed': [
    manifest('https://vouch.example.com/sidebar', 'https://other.example.com/sidebar'),
    'not in domainWhitelist',
  ],
  'signing turned off': [manifest('"signedUrls": true', '"signedUrls": false'), 'signedUrls'],
  'signing turned off for one location': [manifest('"signed": true', '"signed": false'), 'turns signing off'],
  'a size without a unit': [manifest('"320px"', '320'), 'size.width'],
  'a whitelist entry with a scheme': [
    manifest('["vouch.example.com"]', '["https://vouch.example.com"]'),
    'domainWhitelist',
  ],
  'a parameter of a dead type': [parameters('[{"name":"a","type":"password"}]'), 'parameters.0.type'],
  'a parameter named name': [parameters('[{"name":"name","type":"text"}]'), 'parameters.0.name'],
  'two parameters of one name': [
    parameters('[{"name":"a","type":"text"},{"name":"a","type":"text"}]'),
    'one parameter twice',
  ],
  'a hidden parameter that is required': [
    parameters('[{"name":"a","type":"hidden","required":true}]'),
    'hidden parameter',
  ],
  'scopes on an open parameter': [
    parameters('[{"name":"a","type":"text","scopes":["body"]}]'),
    'need a secure',
  ],
  'an unknown scope': [
    parameters('[{"name":"a","type":"text","secure":true,"scopes":["cookie"]}]'),
    'scopes.0',
  ],
  'a secure parameter without scopes': [
    parameters('[{"name":"a","type":"text","secure":true}]'),
    'needs scopes',
  ],
  'an open parameter for a credential': [parameters('[{"name":"api_key","type":"text"}]'), 'credential'],
  'a parameter without a label': [
    parameters('[{"name":"colour","type":"text"}]'),
    'app.parameters.colour.label',
  ],
  'an oauth block': [manifest('"private": true,', '"private": true, "oauth": {},'), 'oauth'],
  'no Spanish text': [drop('translations/es.json'), 'translations/es.json: is missing'],
  'no English text': [drop('translations/en.json'), 'translations/en.json: is missing'],
  'a translation named with an underscore': [put('translations/en_GB.json', '{"app":{}}'), 'does not belong'],
  'a translation without the name': [english(/"name":"[^"]*",/, ''), 'app.name is missing'],
  'an empty text': [english('"Vouch"', '" "'), 'app.name is empty'],
  'a package block': [english('"name":', '"package":{},"name":'), 'app.package'],
  'a translation that is not JSON': [put('translations/de.json', '{'), 'translations/de.json: not JSON'],
  'a translation with a key twice': [english('"name":', '"name":"x","name":'), 'app.name stands twice'],
  'no logo': [drop('assets/logo.png'), 'assets/logo.png: is missing'],
  'no small logo': [drop('assets/logo-small.png'), 'assets/logo-small.png: is missing'],
  'a logo of another size': [put('assets/logo.png', smallerLogo()), '319x320'],
  'a logo without transparency': [put('assets/logo.png', opaqueLogo()), 'no transparency'],
  'a logo that is no PNG': [put('assets/logo.png', read('assets/icon_nav_bar.svg')), 'not a PNG'],
  'a logo that is cut off': [put('assets/logo.png', read('assets/logo.png').subarray(0, 20)), 'not a PNG'],
  'no icon for the navigation bar': [drop('assets/icon_nav_bar.svg'), 'icon_nav_bar.svg: is missing'],
  'an icon of another size': [icon('0 0 18 18', '0 0 24 24'), 'viewBox'],
  'an icon with a script': [icon('<path', '<script>1</script><path'), 'would be stripped'],
  'an icon with a style': [icon('<path', '<path style="fill:red"'), 'would be stripped'],
  'an icon with an image': [icon('<path', '<image href="x"/><path'), 'would be stripped'],
  'an icon with an event': [icon('<path', '<path onload="x()"'), 'would be stripped'],
  'an icon that declares an entity': [
    icon('<svg', '<!DOCTYPE svg [<!ENTITY a "b">]><svg'),
    'would be stripped',
  ],
  'a TypeScript source': [put('assets/app.ts', ''), 'assets/app.ts: does not belong'],
  'a PDF': [put('assets/terms.pdf', ''), 'assets/terms.pdf: does not belong'],
  'a dot file': [put('assets/.env', ''), 'assets/.env: does not belong'],
  'a file beside the folders': [put('zcli.apps.config.json', '{}'), 'zcli.apps.config.json: does not belong'],
  'a file outside': [put('assets/../key.json', '{}'), 'does not belong'],
  'a page that talks of a password': [put('assets/a.html', '<p>Password</p>'), 'holds the word Password'],
  'a text that talks of a token': [
    english('Vouch proposes', 'The api_key: Vouch proposes'),
    'holds the word api_key',
  ],
  'a page that loads over plain http': [put('assets/a.html', '<img src="http://a.example">'), 'plain http'],
}

describe('the rules of the package', () => {
  it('find nothing to say about the app as it is', () => {
    expect(packageProblems(SOUND)).to.deep.equal([])
  })

  for (const [name, [breach, expected]] of Object.entries(BREACHES)) {
    it(`notice when there is ${name}`, () => {
      const files = new Map(SOUND)
      breach(files)
      expect(packageProblems(files).join('\n')).to.include(expected)
    })
  }
})
