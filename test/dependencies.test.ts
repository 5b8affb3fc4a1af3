import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const versions = z.record(z.string(), z.string()).optional()
const packageSchema = z.object({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  overrides: versions,
  allowScripts: z.record(z.string(), z.boolean()),
  scripts: z.record(z.string(), z.string()),
})
const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
})
type Manifest = z.infer<typeof packageSchema>
type Lock = z.infer<typeof lockSchema>

const json = (name: string): unknown => JSON.parse(readFileSync(`${ROOT}${name}`, 'utf8'))
const MANIFEST = packageSchema.parse(json('package.json'))
const LOCK = lockSchema.parse(json('package-lock.json'))

const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/
/** They ask for nothing but their notice; of the last ones only tools of the developer are. */
const FREE = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0']
const FOR_TOOLS = [...FREE, 'MPL-2.0', 'MPL-1.1', 'CC-BY-4.0', 'PSF-2.0', 'Unlicense']
/** Named one by one: no licence is said in the package, and none of it is shipped. */
const WITHOUT_LICENCE = ['node_modules/zendesk_app_framework_sdk']
/** They have a script that npm does not run: what it would make is not needed. */
const SCRIPTS_NOT_RUN = ['keytar', 'protobufjs', 'yarn']

const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')
const installed = ({ packages }: Lock) =>
  Object.entries(packages).filter(([path, entry]) => path !== '' && entry.link !== true)

function looseVersions(manifest: Manifest): readonly string[] {
  const { dependencies, devDependencies, optionalDependencies, overrides } = manifest
  return [dependencies, devDependencies, optionalDependencies, overrides]
    .flatMap((group) => Object.entries(group ?? {}))
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${name} ${version}`)
}

function unsound(lock: Lock): readonly string[] {
  return installed(lock).flatMap(([path, { version, resolved, integrity }]) => [
    ...(EXACT.test(version ?? '') ? [] : [`${path} has no exact version`]),
    ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '') ? [] : [`${path} has no integrity`]),
    ...(resolved === undefined || resolved.startsWith('https://registry.npmjs.org/')
      ? []
      : [`${path} is not from the registry`]),
  ])
}

function strangeScripts(lock: Lock, manifest: Manifest): readonly string[] {
  const allowed = Object.entries(manifest.allowScripts).flatMap(([name, is]) => (is ? [name] : []))
  return installed(lock)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => nameOf(path))
    .filter((name) => !allowed.includes(name) && !SCRIPTS_NOT_RUN.includes(name))
}

/** `(MIT OR WTFPL)`: one that is permitted is enough. `A AND B`: both must be. */
function permits(expression: string, list: readonly string[]): boolean {
  return expression
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => list.includes(licence.trim())))
}

function unlicensed(lock: Lock): readonly string[] {
  return installed(lock)
    .filter(([path]) => !WITHOUT_LICENCE.includes(path))
    .filter(([, { license, dev }]) => !permits(license ?? 'none', dev === true ? FOR_TOOLS : FREE))
    .map(([path, { license }]) => `${path}: ${license ?? 'none'}`)
}

describe('the dependencies', () => {
  it('are pinned, come from the registry, and are known by their digest', () => {
    expect(installed(LOCK).length).to.be.greaterThan(300)
    expect(looseVersions(MANIFEST)).to.deep.equal([])
    expect(unsound(LOCK)).to.deep.equal([])
  })

  it('run no script at their installation but those that are named', () => {
    expect(strangeScripts(LOCK, MANIFEST)).to.deep.equal([])
    const scripted = installed(LOCK).filter(([, { hasInstallScript }]) => hasInstallScript === true)
    const names = scripted.map(([path]) => nameOf(path))
    for (const name of [...Object.keys(MANIFEST.allowScripts), ...SCRIPTS_NOT_RUN])
      expect(names, `${name} has a script no more`).to.include(name)
  })

  it('have licences that are permitted, and what is shipped has free ones', () => {
    expect(unlicensed(LOCK)).to.deep.equal([])
    for (const path of WITHOUT_LICENCE) expect(LOCK.packages[path]).to.deep.include({ dev: true })
  })

  it('would be found out otherwise', () => {
    const entry = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==`, license: 'MIT' }
    const lock = (change: object): Lock => ({
      lockfileVersion: 3,
      packages: { 'node_modules/a': { ...entry, ...change } },
    })
    for (const version of ['^1.0.0', '1.x', 'latest', 'git+https://example.org/a.git', '*'])
      expect(looseVersions({ ...MANIFEST, dependencies: { a: version } }), version).to.have.length(1)
    for (const change of [
      { version: 'git' },
      { integrity: undefined },
      { integrity: 'sha1-AAAA' },
      { resolved: 'git+ssh://git@example.org/a.git' },
      { resolved: 'https://elsewhere.example/a.tgz' },
    ])
      expect(unsound(lock(change)), JSON.stringify(change)).to.have.length(1)
    expect(strangeScripts(lock({ hasInstallScript: true }), MANIFEST)).to.deep.equal(['a'])
    for (const license of [undefined, 'GPL-3.0', 'MPL-2.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN x'])
      expect(unlicensed(lock({ license })), license).to.have.length(1)
    expect(unlicensed(lock({ license: 'MPL-2.0', dev: true }))).to.deep.equal([])
    expect(unlicensed(lock({ license: '(MIT OR WTFPL)' }))).to.deep.equal([])
    expect(unsound(lock({}))).to.deep.equal([])
  })

  it('are listed in a bill of materials with all that is shipped, by digest and licence', () => {
    const [command, ...args] = (MANIFEST.scripts.sbom ?? '').split(' ')
    expect(command).to.equal('npm')
    const made = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    const component = z.looseObject({ name: z.string(), version: z.string() })
    const bill = z
      .looseObject({ bomFormat: z.literal('CycloneDX'), components: z.array(component) })
      .parse(JSON.parse(made.stdout))
    const listed = new Map(bill.components.map((each) => [`${each.name} ${each.version}`, each]))
    const shipped = installed(LOCK)
      .filter(([, { dev, optional }]) => dev !== true && optional !== true)
      .map(([path, { version }]) => `${nameOf(path)} ${version}`)
    expect(shipped.length).to.be.greaterThan(80)
    expect(shipped.filter((each) => !listed.has(each))).to.deep.equal([])
    const described = component.extend({
      purl: z.string().startsWith('pkg:npm/'),
      hashes: z.array(z.looseObject({ alg: z.literal('SHA-512') })).min(1),
      licenses: z.array(z.unknown()).min(1),
    })
    for (const each of shipped) expect(described.safeParse(listed.get(each)).success, each).to.equal(true)
  })
})
