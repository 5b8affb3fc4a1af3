import { expect } from 'chai'
import { type Copied, type Copying, createCheckpointCopies } from '../../../server/audit/index.ts'
import { fakeWorld, SECOND } from '../../support/fake-world.ts'

const copying = (size: number): Copying => ({
  ...{ accountId: 'acme', note: `note of ${size}`, size },
  proofFrom: async () => [],
})

function ground() {
  const world = fakeWorld()
  const [tried, reported, kept]: [string[], string[], string[]] = [[], [], []]
  const answers: Copied[] = []
  const copies = createCheckpointCopies({
    world,
    places: [
      {
        kind: 'witness',
        copy: async ({ size }) => {
          tried.push(`witness ${size}`)
          return answers.shift() ?? { outcome: 'copied' }
        },
      },
      {
        kind: 'folder',
        copy: async ({ size }) => {
          tried.push(`folder ${size}`)
          return { outcome: 'copied' }
        },
      },
    ],
    keepCosigned: async (account, note) => {
      kept.push(`${account}: ${note}`)
    },
    report: (kind, problem) => reported.push(`${kind}: ${problem}`),
  })
  return { world, copies, tried, reported, kept, answers }
}

describe('copies of the checkpoint', () => {
  it('are made of the newest, once for each place', async () => {
    const { copies, tried } = ground()
    await copies.turn()
    copies.offer(copying(3))
    copies.offer(copying(5))
    await copies.turn()
    await copies.turn()
    copies.offer(copying(5))
    await copies.turn()
    expect(tried).to.deep.equal(['witness 5', 'folder 5'])
  })

  it('that fail say since when, are told of once, and keep no other from being made', async () => {
    const { world, copies, tried, reported, answers } = ground()
    copies.offer(copying(3))
    await copies.turn()
    const [at, , failing] = [world.now().toISOString(), world.pass(SECOND), world.now().toISOString()]
    answers.push({ outcome: 'failed', problem: 'CONFLICT' }, { outcome: 'failed', problem: 'CONFLICT' })
    copies.offer(copying(4))
    await copies.turn()
    world.pass(SECOND)
    await copies.turn()
    expect(copies.view()).to.deep.equal({
      size: 4,
      signedAt: failing,
      copies: [
        { kind: 'witness', size: 3, copiedAt: at, failingSince: failing, problem: 'CONFLICT' },
        { kind: 'folder', size: 4, copiedAt: failing, failingSince: null, problem: null },
      ],
    })
    expect(reported).to.deep.equal(['witness: CONFLICT'])
    await copies.turn()
    expect(copies.view().copies[0]).to.include({ size: 4, failingSince: null, problem: null })
    expect(tried).to.deep.equal(['witness 3', 'folder 3', 'witness 4', 'folder 4', 'witness 4', 'witness 4'])
  })

  it('of a witness keep its signature with the checkpoint', async () => {
    const { copies, kept, answers } = ground()
    answers.push({ outcome: 'cosigned', lines: '— w\n' })
    copies.offer(copying(3))
    await copies.turn()
    expect(kept).to.deep.equal(['acme: note of 3— w\n'])
  })
})
