import { expect } from 'chai'
import { readTraces, type TracesSettings } from '../../server/traces-config.ts'

function read(given: TracesSettings, production = false) {
  const problems: string[] = []
  const config = readTraces(given, production, problems)
  return { config, said: problems.join('\n'), problems: problems.map((text) => text.split(':')[0]) }
}
const BASE = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example' }

describe('where traces are sent', () => {
  it('is nowhere until an address is named, or while a standard switch is off', () => {
    for (const given of [
      {},
      { OTEL_SERVICE_NAME: 'vouch' },
      { ...BASE, OTEL_SDK_DISABLED: 'true' },
      { ...BASE, OTEL_SDK_DISABLED: 'TRUE' },
      { ...BASE, OTEL_TRACES_EXPORTER: 'none' },
    ])
      expect(read(given)).to.deep.include({ config: null, problems: [] })
    for (const given of [
      BASE,
      { ...BASE, OTEL_SDK_DISABLED: 'false' },
      { ...BASE, OTEL_TRACES_EXPORTER: 'otlp' },
    ])
      expect(read(given).config?.url).to.equal('https://collector.example/v1/traces')
  })

  it('is below the base address, or exactly the address of traces', () => {
    const urlOf = (given: TracesSettings) => read(given).config?.url
    expect(urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp/' })).to.equal(
      'https://collector.example/otlp/v1/traces',
    )
    expect(urlOf({ ...BASE, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://other.example/in' })).to.equal(
      'https://other.example/in',
    )
  })

  it('is a plain web address; in production https, or this machine', () => {
    for (const name of ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const) {
      for (const url of [
        ...['collector:4318', 'grpc://collector.example', 'https://', 'https://u:p@collector.example'],
        ...[
          'https://u@collector.example',
          'https://collector.example/?key=1',
          'https://collector.example/#a',
        ],
      ]) {
        expect(read({ [name]: url }), url).to.deep.include({ config: null, problems: [name] })
        expect(read({ [name]: url }).said).to.not.include('u:p')
      }
      expect(read({ [name]: 'http://collector.example' }, true).problems).to.deep.equal([name])
      for (const url of ['http://collector.example', 'http://localhost:4318', 'https://collector.example'])
        expect(read({ [name]: url }).problems, url).to.deep.equal([])
      for (const url of ['http://localhost:4318', 'http://127.0.0.1:4318', 'https://collector.example'])
        expect(read({ [name]: url }, true).problems, url).to.deep.equal([])
    }
  })

  it('is sent headers that nothing writes down, those of traces before the general ones', () => {
    const { config, problems } = read({
      ...BASE,
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20a%3Db, x-team = one ,',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer%20of-traces',
    })
    expect([problems, config?.headers()]).to.deep.equal([
      [],
      { authorization: 'Bearer of-traces', 'x-team': 'one' },
    ])
    expect(JSON.stringify(config)).to.not.match(/Bearer|team/)
  })

  it('is refused headers that are none, without saying what stands there', () => {
    for (const name of ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'] as const)
      for (const text of ['secret', '=secret', 'a b=secret', 'a=secret%0d%0aX: 1', 'a=secret%', 'é=secret']) {
        const { problems, said } = read({ ...BASE, [name]: text })
        expect(problems, text).to.deep.equal([name])
        expect(said).to.not.include('secret')
      }
  })

  it('gets every trace, none, or a share', () => {
    const shareOf = (name: string, arg?: string) =>
      read({
        ...BASE,
        OTEL_TRACES_SAMPLER: name,
        ...(arg === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: arg }),
      }).config?.share
    expect(read(BASE).config?.share).to.equal(1)
    for (const prefix of ['', 'parentbased_']) {
      expect(shareOf(`${prefix}always_on`)).to.equal(1)
      expect(shareOf(`${prefix}always_off`)).to.equal(0)
      expect(shareOf(`${prefix}traceidratio`, '0.25')).to.equal(0.25)
      expect(shareOf(`${prefix}traceidratio`)).to.equal(1)
    }
  })

  it('is refused what it could not do, in words', () => {
    const given: readonly TracesSettings[] = [
      { OTEL_SDK_DISABLED: 'yes' },
      { OTEL_TRACES_EXPORTER: 'zipkin' },
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' },
      { OTEL_SERVICE_NAME: 'a name with spaces' },
      { OTEL_SERVICE_NAME: 'x'.repeat(65) },
      { OTEL_TRACES_SAMPLER: 'jaeger_remote' },
      { OTEL_TRACES_SAMPLER: 'constructor' },
    ]
    for (const wrong of given)
      expect(read({ ...BASE, ...wrong }).problems, JSON.stringify(wrong)).to.deep.equal(Object.keys(wrong))
    for (const arg of ['2', '-1', 'half', '0,5'])
      expect(
        read({ ...BASE, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: arg }).problems,
        arg,
      ).to.deep.equal(['OTEL_TRACES_SAMPLER_ARG'])
  })
})
