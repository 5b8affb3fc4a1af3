import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { expect } from 'chai'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { CONFIG_VARIABLES, readConfig } from '../server/config.ts'
import { ENVIRONMENT } from './support/companion-harness.ts'
import { HOST_PUBLIC_PEM } from './support/host-tokens.ts'
import { ownChildren } from './support/own-children.ts'
import { tempFolder } from './support/temp-folder.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const LINES = read('Dockerfile')
  .replace(/^#.*$/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '')
const [BUILD = [], SHIPPED = []] = LINES.join('\n')
  .split(/^(?=FROM )/m)
  .map((stage) => stage.trim().split('\n'))

const copied = (stage: readonly string[]) =>
  stage
    .filter((line) => line.startsWith('COPY '))
    .map((line) => line.split(/\s+/).slice(1))
    .map((words) => words.filter((word) => !word.startsWith('--')))
    .map((words) => ({ from: words.slice(0, -1), to: words.at(-1) ?? '' }))

/** The files of the image, from this checkout and its build. */
function shippedFolder(): string {
  const app = join(tempFolder(), 'app')
  mkdirSync(app)
  for (const { from, to } of copied(SHIPPED))
    for (const source of from.filter((path) => path.startsWith('/src/'))) {
      const path = source.slice('/src/'.length)
      if (path === 'node_modules') symlinkSync(join(ROOT, path), join(app, path))
      else
        cpSync(join(ROOT, path), join(app, to, to.endsWith('/') ? basename(path) : ''), { recursive: true })
    }
  return app
}

const words = (name: string): readonly string[] => {
  const line = SHIPPED.find((each) => each.startsWith(`${name} [`)) ?? ''
  return z.array(z.string()).parse(JSON.parse(line.slice(name.length)))
}

describe('the image', () => {
  const own = ownChildren()

  it('copies what there is, past the list of what is ignored', () => {
    const sources = copied(BUILD).flatMap(({ from }) => from)
    expect(sources.length).to.be.greaterThan(8)
    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).to.deep.equal([])
    const letIn: readonly string[] = read('.dockerignore').split('\n')
    expect(sources.filter((path) => !letIn.includes(`!${path}`))).to.deep.equal([])
    const taken = copied(SHIPPED).flatMap(({ from }) => from)
    for (const path of taken.filter((each) => each.startsWith('/src/') && !/node_modules|dist/.test(each)))
      expect(existsSync(join(ROOT, path.slice('/src/'.length))), path).to.equal(true)
  })

  it('ships what the build made and nothing else: no source control, no tests, no workbench, no tools', () => {
    const taking = [...BUILD, ...SHIPPED].filter((line) => /^(?:COPY|ADD) /i.test(line))
    expect(
      taking.filter((line) => SHIPPED.includes(line) && !line.startsWith('COPY --from=build ')),
    ).to.deep.equal([])
    expect(taking.filter((line) => /^ADD /i.test(line))).to.deep.equal([])
    expect(copied(SHIPPED).flatMap(({ from }) => from)).to.have.members([
      ...['package.json', 'manifest.json', 'node_modules', 'dist', 'translations'].map(
        (name) => `/src/${name}`,
      ),
      ...['words', 'letters', 'package-words', 'bin/vouch-built.mjs', 'bin/healthy.mjs'].map(
        (name) => `/src/server/${name}`,
      ),
      '/empty/vouch',
    ])
    const made = BUILD.filter((line) => line.startsWith('RUN ')).at(-1)
    expect(made)
      .to.match(/ npm prune --omit=dev\b/)
      .and.to.contain(' && rm -rf dist/workbench ')
    const [all, ...letIn] = read('.dockerignore').trim().split('\n')
    expect(all).to.equal('*')
    expect(letIn.filter((line) => /^!(?:\.|test|docs|bench|data|deploy)/.test(line))).to.deep.equal([
      '!.npmrc',
    ])
  })

  it('ships nothing that its user could not read, however the files were checked out', () => {
    const opened = / chmod -R a\+rX ([^&]+)/.exec(BUILD.join('\n'))?.[1]?.trim().split(' ') ?? []
    const shipped = copied(SHIPPED).flatMap(({ from }) => from)
    const tops = shipped.flatMap((path) => /^\/src\/([^/]+)/.exec(path)?.slice(1) ?? [])
    // npm has written the modules under the umask of the image.
    expect(opened).to.have.members([...new Set(tops)].filter((top) => top !== 'node_modules'))
  })

  it('is nobody’s root, has a check of its health, and says only what is read', () => {
    expect(SHIPPED[0]).to.match(/distroless.*:nonroot$/)
    expect(SHIPPED).to.include('USER 65532:65532').and.include('STOPSIGNAL SIGTERM')
    expect(SHIPPED.some((line) => line.startsWith('RUN '))).to.equal(false)
    expect(SHIPPED.some((line) => /^HEALTHCHECK .*CMD \["\/nodejs\/bin\/node", /.test(line))).to.equal(true)
    const variables = [...(SHIPPED.find((line) => line.startsWith('ENV ')) ?? '').matchAll(/([A-Z_]+)=/g)]
    expect(
      variables.map(([, name = '']) => name).filter((name) => !CONFIG_VARIABLES.includes(name)),
    ).to.deep.equal([])
  })

  it('starts with what is shipped and nothing else, is healthy, and ends when it is told to', async () => {
    const [app, dataDir] = [shippedFolder(), join(tempFolder(), 'data')]
    const command = [...words('ENTRYPOINT'), ...words('CMD')].slice(1)
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: dataDir, PATH: process.env.PATH ?? '' }
    const server = own(
      spawn(process.execPath, command, { cwd: app, env, stdio: ['ignore', 'ignore', 'pipe'] }),
    )
    let origin = ''
    for await (const line of createInterface({ input: server.stderr })) {
      origin = /listens on (\S+)/.exec(line)?.[1] ?? ''
      if (origin !== '') break
    }
    const healthy = (port: string) =>
      spawnSync(process.execPath, ['server/bin/healthy.mjs'], { cwd: app, env: { ...env, VOUCH_PORT: port } })
        .status
    expect(healthy(new URL(origin).port)).to.equal(0)
    expect(healthy('9')).to.equal(1)
    server.kill('SIGTERM')
    const [code] = server.exitCode === null ? await once(server, 'exit') : [server.exitCode]
    expect(code).to.equal(0)
    expect(existsSync(join(dataDir, 'audit', 'acme.checkpoint'))).to.equal(true)
  })
})

/** The commands of a section of the page, block by block. */
function steps(heading: string): readonly string[] {
  const page = read('docs/operations/containers.md')
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
}

/** Runs what is documented, in a folder with the shipped files; what would need root or an engine is only told. */
function followed(blocks: readonly string[]) {
  const folder = tempFolder()
  cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true })
  writeFileSync(join(folder, 'app-public-key.pem'), HOST_PUBLIC_PEM)
  const told = `
    openssl() { od -An -N24 -tx1 /dev/urandom | tr -d ' \\n'; }
    chown() { echo "chown $*"; }
    install() { echo "install $*"; }
    kubectl() { echo "kubectl $*"; }
    docker() { echo "docker $*"; case "$*" in *psql*) cat ;; esac; }\n`
  const run = spawnSync('sh', ['-eu'], { cwd: folder, input: told + blocks.join('\n'), encoding: 'utf8' })
  expect([run.status, run.stderr]).to.deep.equal([0, ''])
  const lines = run.stdout.trimEnd().split('\n')
  return {
    folder,
    deploy: join(folder, 'deploy'),
    lines,
    said: (start: string) =>
      lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length)),
  }
}

const EXAMPLE = [...read('deploy/vouch.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)]
/** As the image reads what the example gives; the key's file is there alone. */
const configured = (environment: Readonly<Record<string, string>>) =>
  readConfig({
    NODE_ENV: 'production',
    ...Object.fromEntries(EXAMPLE.map(([, name = '', value = '']) => [name, value])),
    VOUCH_APP_PUBLIC_KEY: HOST_PUBLIC_PEM,
    ...environment,
  })

describe('compose', () => {
  const vouch = z.looseObject({
    read_only: z.literal(true),
    user: z.literal('65532:65532'),
    cap_drop: z.tuple([z.literal('ALL')]),
    security_opt: z.tuple([z.literal('no-new-privileges:true')]),
    environment: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    volumes: z.array(z.string()),
  })
  const { services, networks, volumes, secrets } = z
    .strictObject({
      name: z.literal('vouch'),
      'x-vouch': z.unknown(),
      services: z.strictObject({
        vouch,
        migrate: vouch.extend({ profiles: z.array(z.string()).min(1), network_mode: z.literal('none') }),
        database: z.looseObject({
          environment: z.record(z.string(), z.string()),
          secrets: z.array(z.string()),
          volumes: z.array(z.string()),
          ports: z.undefined().optional(),
          network_mode: z.literal('none'),
          healthcheck: z.looseObject({ test: z.array(z.string()) }),
        }),
      }),
      networks: z.strictObject({
        default: z.strictObject({
          ipam: z.strictObject({
            config: z.tuple([z.strictObject({ subnet: z.string(), gateway: z.string() })]),
          }),
        }),
      }),
      volumes: z.record(z.string(), z.unknown()),
      secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
    })
    .parse(parse(read('deploy/compose.yaml'), { merge: true }))

  it('gives each container what it needs and nothing of another', () => {
    const all = Object.values(services)
    const given = all.flatMap((each) => each.secrets)
    expect(given.toSorted()).to.deep.equal(Object.keys(secrets).toSorted())
    const mounted = all.flatMap((each) => each.volumes.map((volume) => volume.split(':')[0] ?? ''))
    expect([...new Set(mounted)].toSorted()).to.deep.equal(Object.keys(volumes).toSorted())
    for (const { environment, secrets: own } of all)
      for (const path of Object.values(environment).filter((value) => value.startsWith('/run/secrets/')))
        expect(own).to.include(basename(path))
    expect(services.migrate.volumes).to.deep.equal(['socket:/run/postgresql:ro'])
    expect(services.vouch.volumes).to.include('socket:/run/postgresql:ro')
    // While a new database is being made, an interim server answers on the socket alone.
    expect(services.database.healthcheck.test).to.include('--host=127.0.0.1')
  })

  it('says only variables that are read, and a start with the example of them is complete', () => {
    const known = [...CONFIG_VARIABLES, 'PGPASSFILE']
    const names = [...EXAMPLE.map(([, name = '']) => name), ...Object.keys(services.vouch.environment)]
    expect(EXAMPLE.length).to.be.greaterThan(6)
    expect(names.filter((name) => !known.includes(name))).to.deep.equal([])
    const { VOUCH_APP_PUBLIC_KEY_FILE: _file, ...environment } = services.vouch.environment
    const { databaseUrl, production, trustedProxies } = configured(environment)
    expect([production, databaseUrl]).to.deep.equal([true, environment['DATABASE_URL']])
    // Whoever comes to the published port comes from there: the proxy, and through it everybody.
    expect(trustedProxies).to.deep.equal([networks.default.ipam.config[0].gateway])
  })

  it('is started by the documented steps: its files, its roles, its services, in an order that works', () => {
    const { deploy, lines, said } = followed(steps('Compose'))
    const files = Object.values(secrets).map(({ file }) => file)
    expect(readdirSync(join(deploy, 'secrets')).map((name) => `secrets/${name}`)).to.have.members(files)
    for (const file of [...files, 'vouch.env'])
      expect(statSync(join(deploy, file)).mode & 0o777, file).to.equal(0o600)
    for (const file of [...files, 'vouch.env'])
      expect(read('.gitignore').split('\n')).to.include.oneOf([`deploy/${file}`, 'deploy/secrets/'])

    const password = (name: keyof typeof services) => {
      const { PGPASSFILE = '', DATABASE_URL = '' } = services[name].environment
      const { username, pathname } = new URL(DATABASE_URL)
      const file = secrets[basename(PGPASSFILE)]?.file ?? ''
      const [, entry, word] =
        /^(\*:\*:\w+:\w+):([0-9a-f]{48})\n$/.exec(readFileSync(join(deploy, file), 'utf8')) ?? []
      expect(entry).to.equal(`*:*:${pathname.slice(1)}:${username}`)
      return `create role ${username} login password '${word}';`
    }
    expect(lines).to.include(password('vouch')).and.include(password('migrate'))
    expect(password('vouch')).not.to.equal(password('migrate'))
    expect(lines).to.include("create database vouch owner vouch_owner template template0 encoding 'UTF8';")
    const [owned = ''] = said('chown 65532 ')
    const read65532 = [...services.vouch.secrets, ...services.migrate.secrets]
    expect(owned.split(' ')).to.have.members(read65532.map((name) => `deploy/${secrets[name]?.file}`))

    const calls = said('docker compose -f deploy/compose.yaml ')
    expect(calls.map((call) => call.replace(/^(exec -T database) sh .*/, '$1'))).to.deep.equal([
      'build',
      'up --detach --wait database',
      'exec -T database',
      'run --rm migrate',
      'up --detach --wait',
      'exec vouch /nodejs/bin/node server/bin/vouch-built.mjs doctor',
    ])
    for (const name of [...(calls[2] ?? '').matchAll(/\$(\w+)"/g)].map(([, each = '']) => each))
      expect(services.database.environment).to.have.property(name)
    expect(calls.at(-1)).to.include(words('ENTRYPOINT').join(' '))
  })

  it('is backed up by the documented steps: rows by who sees all of them, keys by who may read them', () => {
    const blocks = steps('Backup under compose').map((block) => block.replaceAll('/backup/', './'))
    const { folder, said } = followed(blocks)
    const dumping = readFileSync(join(folder, 'vouch.dump'), 'utf8')
    expect(dumping).to.match(/ exec -T database sh -c .* pg_dump --username=postgres .* vouch\n$/)
    for (const [, name = ''] of dumping.matchAll(/\$(\w+)"/g))
      expect(services.database.environment).to.have.property(name)

    const [run = '', ...more] = said('docker compose -f deploy/compose.yaml run --rm --no-deps ')
    expect(more).to.deep.equal([])
    const mounts = [...run.matchAll(/--volume (\S+?):(\S+?)(?::ro)? /g)]
    const [, args = ''] = / vouch (backup .*)$/.exec(run) ?? []
    const { values } = parseArgs({
      args: args.split(' ').slice(1),
      options: { 'keys-to': { type: 'string' }, 'passphrase-file': { type: 'string' } },
    })
    const outside = (path = '') => mounts.find(([, , inside = '']) => path.startsWith(inside))?.[1]
    expect(said('install ')).to.deep.equal([
      `--directory --owner=65532 --mode=700 ${outside(values['keys-to'])}`,
    ])
    expect(outside(values['passphrase-file'])).to.equal('/etc/vouch/passphrase')
    // What is there already is no folder that a copy of keys is put into.
    expect(mounts.map(([, , inside]) => inside)).not.to.include(values['keys-to'])
  })
})

describe('the manifests', () => {
  const container = z.looseObject({
    name: z.string(),
    image: z.string(),
    args: z.array(z.string()),
    env: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
    envFrom: z.array(z.strictObject({ secretRef: z.strictObject({ name: z.string() }) })),
    securityContext: z.strictObject({
      allowPrivilegeEscalation: z.literal(false),
      readOnlyRootFilesystem: z.literal(true),
      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
    }),
    volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  })
  const pod = z.looseObject({
    automountServiceAccountToken: z.literal(false),
    securityContext: z.looseObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.literal(65_532),
      seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    }),
    containers: z.tuple([container]),
    volumes: z.array(
      z.looseObject({
        name: z.string(),
        secret: z
          .looseObject({
            secretName: z.string(),
            items: z.array(z.looseObject({ key: z.string(), path: z.string() })).optional(),
          })
          .optional(),
      }),
    ),
  })
  const FILES = ['deploy/kubernetes/migrate.yaml', 'deploy/kubernetes/vouch.yaml']
  const document = z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()) }),
    spec: z.unknown().optional(),
  })
  const documents = FILES.flatMap((file) =>
    // As Kubernetes reads it: 0440 is octal there.
    parseAllDocuments(read(file), { version: '1.1' }).map((each) => {
      expect(each.errors).to.deep.equal([])
      return document.parse(each.toJS())
    }),
  )
  const specs = (kind: string) => documents.filter((each) => each.kind === kind).map(({ spec }) => spec)
  const workload = z.looseObject({
    template: z.looseObject({
      metadata: z.strictObject({ labels: z.record(z.string(), z.string()) }),
      spec: pod,
    }),
  })
  const PODS = [...specs('Job'), ...specs('Deployment')].map((spec) => workload.parse(spec).template)
  const policies = specs('NetworkPolicy').map((spec) =>
    z
      .looseObject({
        podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }),
        policyTypes: z.array(z.string()),
        ingress: z.array(z.looseObject({ from: z.array(z.unknown()).min(1) })).default([]),
        egress: z.array(
          z.looseObject({
            to: z.array(z.unknown()).min(1),
            ports: z.array(z.looseObject({ port: z.int() })),
          }),
        ),
      })
      .parse(spec),
  )

  it('give the pods no right that they do not need', () => {
    expect(PODS).to.have.length(2)
    const names = PODS.flatMap(({ spec }) => spec.containers[0].env.map(({ name }) => name))
    expect(names.filter((name) => !CONFIG_VARIABLES.includes(name))).to.deep.equal([])
    const server = z.looseObject({
      livenessProbe: z.looseObject({
        httpGet: z.strictObject({ path: z.literal('/livez'), port: z.literal('http') }),
      }),
      readinessProbe: z.looseObject({
        httpGet: z.strictObject({ path: z.literal('/readyz'), port: z.literal('http') }),
      }),
    })
    server.parse(PODS[1]?.spec.containers[0])
    // By default each mount gives the group the right to write all files of a volume, and keys like that are refused.
    for (const { spec } of PODS.filter(({ spec }) =>
      spec.volumes.some((each) => 'persistentVolumeClaim' in each),
    ))
      expect(spec.securityContext).to.deep.include({ fsGroup: 65_532, fsGroupChangePolicy: 'OnRootMismatch' })
    expect(PODS[1]?.spec.volumes[0]).to.have.property('persistentVolumeClaim')
    expect(specs('PodDisruptionBudget')[0]).to.deep.include({ maxUnavailable: 1 })
  })

  it('let in what is labelled, and out only to names, the database and public addresses', () => {
    for (const { policyTypes } of policies) expect(policyTypes).to.deep.equal(['Ingress', 'Egress'])
    expect(policies.map(({ podSelector }) => podSelector.matchLabels)).to.deep.equal(
      PODS.map(({ metadata }) => metadata.labels),
    )
    const [migrate, server] = policies
    const ports = (policy: typeof server) =>
      policy?.egress.flatMap((each) => each.ports.map(({ port }) => port))
    expect([ports(migrate), ports(server)]).to.deep.equal([
      [53, 53, 5432],
      [53, 53, 5432, 443],
    ])
    expect([migrate?.ingress.length, server?.ingress.length]).to.deep.equal([0, 2])
    expect(JSON.stringify(server?.egress.at(-1)))
      .to.include('169.254.0.0/16')
      .and.include('10.0.0.0/8')
  })

  it('are applied by the documented steps, which make every secret and every file that is read', () => {
    const { said } = followed(steps('Kubernetes'))
    const made = new Map(
      said('kubectl create secret generic ').map((line) => {
        const [name = '', ...files] = line.split(/\s+/)
        return [name, files.map((file) => file.replace('--from-file=', ''))]
      }),
    )
    const asked = PODS.flatMap(({ spec }) => [
      ...spec.containers[0].envFrom.map(({ secretRef }) => secretRef.name),
      ...spec.volumes.flatMap(({ secret }) => (secret === undefined ? [] : [secret.secretName])),
    ])
    expect([...made.keys()]).to.have.members([...new Set(asked)])
    const page = read('docs/operations/containers.md')
    const url = /`DATABASE_URL=(postgres:\S+)`/.exec(page)?.[1] ?? ''
    const rootCertificate = new URL(url).searchParams.get('sslrootcert') ?? ''
    for (const { spec } of PODS) {
      const [{ env, volumeMounts }] = spec.containers
      const inSecrets = volumeMounts.flatMap(({ name, mountPath }) => {
        const secret = spec.volumes.find((each) => each.name === name)?.secret
        const keys = secret?.items?.map(({ path }) => path) ?? made.get(secret?.secretName ?? '') ?? []
        return keys.map((key) => `${mountPath}/${key}`)
      })
      const files = env.map(({ value }) => value).filter((value) => value.startsWith('/run/secrets/'))
      expect(inSecrets).to.include.members([...files, rootCertificate])
    }
    expect(configured({ DATABASE_URL: url }).databaseUrl).to.equal(url)
    expect(said('kubectl apply -f ')).to.deep.equal(FILES)
    const named = documents.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`)
    const waited = [...said('kubectl wait '), ...said('kubectl rollout ')].flatMap((line) =>
      line.split(' ').filter((word) => /^\w+\/\w/.test(word)),
    )
    expect(waited).to.deep.equal(['job/vouch-migrate', 'deployment/vouch'])
    expect(named).to.include.members(waited)
  })
})
