import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { runPackageCommand } from '../server/cli/package-command.ts'
import { packageProblems } from '../server/cli/package-rules.ts'
import { readZip } from './support/zip-listing.ts'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const LISTING = [
  'assets/',
  'assets/icon_nav_bar.svg',
  'assets/logo-small.png',
  'assets/logo.png',
  'manifest.json',
  'requirements.json',
  'translations/',
  'translations/ar.json',
  'translations/de.json',
  'translations/en.json',
  'translations/es.json',
  'translations/fr.json',
  'translations/it.json',
  'translations/ja.json',
  'translations/nl.json',
  'translations/pl.json',
  'translations/pt-BR.json',
]

describe('the packaged app', () => {
  let root: string
  let said: string[]
  let complaints: string[]

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vouch-root-'))
    for (const path of ['manifest.json', 'requirements.json', 'assets', 'translations']) {
      cpSync(join(REPOSITORY, path), join(root, path), { recursive: true })
    }
    said = []
    complaints = []
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const run = (...args: string[]) =>
    runPackageCommand(args, root, {
      say: (line) => void said.push(line),
      complain: (line) => void complaints.push(line),
    })
  const zipPath = () => join(root, 'tmp', 'vouch-0.1.0.zip')
  const openZip = () => readZip(readFileSync(zipPath()))
  const change = (path: string, from: string, to: string) => {
    const before = readFileSync(join(root, path), 'utf8')
    expect(before).to.include(from)
    writeFileSync(join(root, path), before.replace(from, to))
  }

  it('has the version of the project', () => {
    const version = (file: string) => JSON.parse(readFileSync(join(REPOSITORY, file), 'utf8')).version
    expect(version('manifest.json')).to.equal(version('package.json'))
  })

  it('holds exactly the manifest, the assets and the storefront texts', async () => {
    expect(await run('--server', 'https://drafts.example.com')).to.equal(0)
    expect([...openZip().keys()].sort()).to.deep.equal(LISTING)
    expect(complaints).to.deep.equal([])
  })

  it('prints what is in it', async () => {
    await run('--server', 'https://drafts.example.com')
    const printed = said.filter((line) => line.startsWith('  ')).map((line) => line.trim())
    expect(printed).to.deep.equal([...openZip().keys()].filter((name) => !name.endsWith('/')).sort())
    expect(said[0]).to.equal(join('tmp', 'vouch-0.1.0.zip'))
  })

  it('passes every rule of the validator that can be checked here', async () => {
    await run('--server', 'https://drafts.example.com')
    const files = [...openZip()].filter(([name]) => !name.endsWith('/'))
    expect(packageProblems(new Map(files))).to.deep.equal([])
  })

  it('opens the named companion in every location, and only the copy is changed', async () => {
    const before = readFileSync(join(root, 'manifest.json'))
    await run('--server', 'https://drafts.example.com:8443/')
    const packed = openZip().get('manifest.json')?.toString('utf8') ?? ''
    expect(packed).to.not.include('vouch.example.com/')
    const { location, domainWhitelist } = JSON.parse(packed)
    expect(location.support.ticket_sidebar.url).to.equal('https://drafts.example.com:8443/sidebar')
    expect(location.support.nav_bar.url).to.equal('https://drafts.example.com:8443/console')
    expect(domainWhitelist).to.deep.equal(['drafts.example.com'])
    expect(readFileSync(join(root, 'manifest.json')).equals(before)).to.equal(true)
  })

  it('says that it opens the placeholder when no companion was named', async () => {
    expect(await run()).to.equal(0)
    expect(complaints.join()).to.include('placeholder')
    expect(said.at(-1)).to.equal('opens https://vouch.example.com')
  })

  it('leaves the texts of our own pages out', async () => {
    const source = JSON.parse(readFileSync(join(root, 'translations/en.json'), 'utf8'))
    const own = { ...source, sidebar: { signIn: 'Your session token has expired' } }
    writeFileSync(join(root, 'translations/en.json'), JSON.stringify(own))
    expect(await run('--server', 'https://drafts.example.com')).to.equal(0)
    const packed = JSON.parse(openZip().get('translations/en.json')?.toString('utf8') ?? '')
    expect(packed).to.deep.equal({ app: source.app })
  })

  const REFUSED: Readonly<Record<string, readonly [string, string]>> = {
    'plain http': ['http://drafts.example.com', 'must be https'],
    'another scheme': ['ftp://drafts.example.com', 'must be https'],
    'no scheme': ['drafts.example.com', 'not an address'],
    nothing: ['', 'not an address'],
    'no host': ['https://', 'not an address'],
    'a path': ['https://drafts.example.com/vouch', 'path'],
    'a double slash': ['https://drafts.example.com//', 'path'],
    'a path that climbs': ['https://drafts.example.com/a/..', 'path'],
    'a backslash': ['https://drafts.example.com\\', 'path'],
    'a query': ['https://drafts.example.com/?a=1', 'query'],
    'an empty query': ['https://drafts.example.com?', 'query'],
    'a fragment': ['https://drafts.example.com/#a', 'fragment'],
    'a user': ['https://agent@drafts.example.com', 'user'],
    'a user with a password': ['https://a:b@drafts.example.com', 'user'],
    'an empty user': ['https://@drafts.example.com', 'user'],
    'a line break': ['https://drafts.exam\nple.com', 'path'],
    'a placeholder of the host': ['https://{{setting.host}}', 'plain host'],
    'a dot at the end': ['https://drafts.example.com.', 'plain host'],
  }
  for (const [name, [server, reason]] of Object.entries(REFUSED)) {
    it(`is refused for a companion address with ${name}, and no package is left`, async () => {
      await run('--server', 'https://drafts.example.com')
      expect(existsSync(zipPath())).to.equal(true)
      expect(await run(`--server=${server}`)).to.equal(2)
      expect(complaints.join()).to.include(reason).and.to.include('https://drafts.example.com')
      expect(readdirSync(join(root, 'tmp'))).to.deep.equal([])
    })
  }

  it('is refused for an argument that does not exist', async () => {
    expect(await run('--sever', 'https://drafts.example.com')).to.equal(2)
    expect(complaints.join()).to.include('usage')
    expect(existsSync(zipPath())).to.equal(false)
  })

  const BROKEN: Readonly<Record<string, readonly [() => void, string]>> = {
    'a manifest key stands twice': [
      () => change('manifest.json', '"private": true,', '"private": false, "private": true,'),
      'private stands twice',
    ],
    'a text stands twice': [
      () => change('translations/en.json', '"name": "Vouch",', '"name": "A", "name": "Vouch",'),
      'app.name stands twice',
    ],
    'the manifest is not JSON': [() => change('manifest.json', '{', ''), 'manifest.json: not JSON'],
    'an asset is a link to a file elsewhere': [
      () => symlinkSync('/etc/hostname', join(root, 'assets/name.json')),
      'assets/name.json: not a plain file',
    ],
    'a source file lies among the assets': [
      () => writeFileSync(join(root, 'assets/app.ts'), ''),
      'assets/app.ts: does not belong',
    ],
    'a logo is missing': [() => rmSync(join(root, 'assets/logo.png')), 'assets/logo.png: is missing'],
  }
  for (const [name, [breakIt, reason]] of Object.entries(BROKEN)) {
    it(`is refused when ${name}, and no package is left`, async () => {
      breakIt()
      expect(await run('--server', 'https://drafts.example.com')).to.equal(2)
      expect(complaints.join('\n')).to.include(reason)
      expect(existsSync(join(root, 'tmp'))).to.equal(false)
    })
  }

  it('answers a refusal with exit code 2 on the command line', () => {
    const script = join(REPOSITORY, 'server/bin/package.mjs')
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, '--server', 'http://a.example'], {
      encoding: 'utf8',
    })
    expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' })
    expect(stderr).to.include('must be https')
  })

  it('holds nothing else either when zcli packs the folder by itself', async () => {
    const others = [
      'node_modules/a/index.js',
      'src/main.ts',
      'server/key.json',
      'zcli.apps.config.json',
      '.env',
      'assets/app.ts',
    ]
    for (const path of others) {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), '{}')
    }
    cpSync(join(REPOSITORY, '.zcliignore'), join(root, '.zcliignore'))
    const fromZcli = createRequire(createRequire(import.meta.url).resolve('@zendesk/zcli/package.json'))
    const zip: string = await fromZcli('@zendesk/zcli-apps/dist/lib/package').createAppPkg(root, 'tmp')
    expect([...readZip(readFileSync(zip)).keys()].sort()).to.deep.equal(LISTING)
  })
})
