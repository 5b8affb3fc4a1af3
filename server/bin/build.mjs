/** Builds the server to dist/ (tsc) and the pages' scripts and styles to dist/app/ (Vite). */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './prepare.mjs'

const tool = (name) => join(root, 'node_modules', '.bin', name)

rmSync(join(root, 'dist'), { recursive: true, force: true })
run(tool('tsc'), ['-p', 'tsconfig.build.json'])
run(tool('vite'), ['build', '--logLevel', 'warn'])
mkdirSync(join(root, 'dist', 'app'), { recursive: true })
for (const sheet of ['notice.css', 'reference.css'])
  copyFileSync(join(root, 'src', 'look', sheet), join(root, 'dist', 'app', sheet))
