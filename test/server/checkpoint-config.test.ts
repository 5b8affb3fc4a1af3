import { expect } from 'chai'
import { readCheckpointCopies } from '../../server/checkpoint-config.ts'

const KEY = `witness.example/w+0123abcd+${Buffer.alloc(33, 4).toString('base64')}`

function problemsOf(given: Parameters<typeof readCheckpointCopies>[0]): readonly string[] {
  const problems: string[] = []
  readCheckpointCopies(given, problems)
  return problems.map((problem) => problem.split(':')[0] ?? '')
}

describe('where checkpoints are copied to', () => {
  it('is nowhere until something is named', () => {
    expect(readCheckpointCopies({}, [])).to.deep.equal({ folder: null, bucket: null, witness: null })
  })

  it('is a folder, a bucket and a witness', () => {
    const problems: string[] = []
    const { folder, bucket, witness } = readCheckpointCopies(
      {
        VOUCH_CHECKPOINT_FOLDER: '/mnt/other',
        VOUCH_CHECKPOINT_BUCKET: 'https://s3.eu-central-1.amazonaws.com/evidence/',
        VOUCH_CHECKPOINT_BUCKET_REGION: 'eu-central-1',
        VOUCH_CHECKPOINT_BUCKET_KEY_ID: 'KEY',
        VOUCH_CHECKPOINT_BUCKET_SECRET: 'hidden',
        VOUCH_WITNESS_URL: 'https://witness.example/',
        VOUCH_WITNESS_KEY: KEY,
      },
      problems,
    )
    expect(problems).to.deep.equal([])
    expect(folder).to.equal('/mnt/other')
    expect(bucket).to.include({ url: 'https://s3.eu-central-1.amazonaws.com/evidence', keyId: 'KEY' })
    expect(bucket?.bucketSecret()).to.equal('hidden')
    expect(JSON.stringify(bucket)).to.not.include('hidden')
    expect(witness).to.deep.equal({ url: 'https://witness.example', key: KEY })
  })

  it('names what is missing or unsafe', () => {
    const bucket = { VOUCH_CHECKPOINT_BUCKET: 'https://s3.example/b' }
    expect(problemsOf(bucket)).to.deep.equal([
      'VOUCH_CHECKPOINT_BUCKET_REGION',
      'VOUCH_CHECKPOINT_BUCKET_KEY_ID',
      'VOUCH_CHECKPOINT_BUCKET_SECRET',
    ])
    expect(problemsOf({ VOUCH_WITNESS_URL: 'https://w.example' })).to.deep.equal(['VOUCH_WITNESS_KEY'])
    expect(problemsOf({ VOUCH_WITNESS_URL: 'https://w.example', VOUCH_WITNESS_KEY: 'w' })).to.deep.equal([
      'VOUCH_WITNESS_KEY',
    ])
    for (const url of [
      'http://w.example',
      'ftp://w.example',
      'https://w.example/?a=1',
      'https://a:b@w.example',
      'w',
    ])
      expect(problemsOf({ VOUCH_WITNESS_URL: url, VOUCH_WITNESS_KEY: KEY }), url).to.deep.equal([
        'VOUCH_WITNESS_URL',
      ])
    expect(problemsOf({ VOUCH_CHECKPOINT_BUCKET_SECRET_FILE: '/nowhere', ...bucket })).to.include(
      'VOUCH_CHECKPOINT_BUCKET_SECRET_FILE',
    )
  })
})
