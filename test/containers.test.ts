import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { CONFIG_VARIABLES, readConfig } from '../server/config.ts'
import { ENVIRONMENT } from './support/companion-harness.ts'
import { HOST_PUBLIC_PEM } from './support/host-tokens.ts'
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
    const server = spawn(process.execPath, command, { cwd: app, env, stdio: ['ignore', 'ignore', 'pipe'] })
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

describe('the manifests', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes/vouch.yaml')).map((each) => {
    expect(each.errors).to.deep.equal([])
    return z.looseObject({ kind: z.string(), spec: z.unknown().optional() }).parse(each.toJS())
  })
  const spec = (kind: string): unknown => documents.find((each) => each.kind === kind)?.spec

  it('give the pod no right that it does not need', () => {
    const container = z.looseObject({
      image: z.string(),
      env: z.array(z.looseObject({ name: z.string() })),
      securityContext: z.strictObject({
        allowPrivilegeEscalation: z.literal(false),
        readOnlyRootFilesystem: z.literal(true),
        capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
      }),
      livenessProbe: z.looseObject({
        httpGet: z.strictObject({ path: z.literal('/livez'), port: z.literal('http') }),
      }),
      readinessProbe: z.looseObject({
        httpGet: z.strictObject({ path: z.literal('/readyz'), port: z.literal('http') }),
      }),
    })
    const deployment = z
      .looseObject({
        template: z.looseObject({
          spec: z.looseObject({
            automountServiceAccountToken: z.literal(false),
            securityContext: z.looseObject({
              runAsNonRoot: z.literal(true),
              runAsUser: z.literal(65_532),
              seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
            }),
            containers: z.tuple([container]),
          }),
        }),
      })
      .parse(spec('Deployment'))
    const [{ env }] = deployment.template.spec.containers
    expect(env.map(({ name }) => name).filter((name) => !CONFIG_VARIABLES.includes(name))).to.deep.equal([])
    expect(spec('PodDisruptionBudget')).to.deep.include({ maxUnavailable: 1 })
  })

  it('let in what is labelled, and out only to names, the database and public addresses', () => {
    const policy = z
      .looseObject({
        policyTypes: z.array(z.string()),
        ingress: z.array(z.looseObject({ from: z.array(z.unknown()).min(1) })),
        egress: z.array(
          z.looseObject({
            to: z.array(z.unknown()).min(1),
            ports: z.array(z.looseObject({ port: z.int() })),
          }),
        ),
      })
      .parse(spec('NetworkPolicy'))
    expect(policy.policyTypes).to.deep.equal(['Ingress', 'Egress'])
    expect(policy.egress.flatMap(({ ports }) => ports.map(({ port }) => port))).to.deep.equal([
      53, 53, 5432, 443,
    ])
    expect(JSON.stringify(policy.egress.at(-1)))
      .to.include('169.254.0.0/16')
      .and.include('10.0.0.0/8')
  })

  it('hold for compose as well, whose files and variables there are', () => {
    const service = z.looseObject({
      read_only: z.boolean().optional(),
      user: z.string().optional(),
      cap_drop: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()),
      networks: z.array(z.string()),
    })
    const { services, networks } = z
      .looseObject({
        services: z.strictObject({ vouch: service, database: service }),
        networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })),
      })
      .parse(parse(read('deploy/compose.yaml')))
    expect(services.vouch).to.deep.include({ read_only: true, user: '65532:65532', cap_drop: ['ALL'] })
    const known = [...CONFIG_VARIABLES, 'PGPASSFILE']
    expect(Object.keys(services.vouch.environment).filter((name) => !known.includes(name))).to.deep.equal([])
    expect(services.database.networks.every((name) => networks[name]?.internal === true)).to.equal(true)
    const lines = [...read('deploy/vouch.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)]
    const example = lines.map(([, name = '']) => name)
    expect(example.length).to.be.greaterThan(6)
    expect(example.filter((name) => !CONFIG_VARIABLES.includes(name))).to.deep.equal([])
    // Read as the image reads it; the key's file is there alone.
    const { VOUCH_APP_PUBLIC_KEY_FILE: _file, ...environment } = services.vouch.environment
    const given = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
    const image = { NODE_ENV: 'production', VOUCH_APP_PUBLIC_KEY: HOST_PUBLIC_PEM }
    const { databaseUrl, production } = readConfig({ ...image, ...given, ...environment })
    expect([production, databaseUrl]).to.deep.equal([true, services.vouch.environment['DATABASE_URL']])
  })
})
