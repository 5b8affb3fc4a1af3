import { expect } from 'chai'
import { buildRetrievalIndex } from '../../../../server/articles/retrieval/index.ts'
import { createUnspacedWords, unspacedWords } from '../../../../server/articles/retrieval/unspaced.ts'
import { articleOf } from './sample-articles.ts'

const RUNS: Readonly<Record<string, readonly [run: string, words: readonly string[]]>> = {
  Japanese: ['返品は商品到着後', ['返品', 'は', '商品', '到着', '後']],
  Chinese: ['如何获得退款', ['如何', '获得', '退款']],
  Thai: ['ฉันจะคืนสินค้า', ['ฉัน', 'จะ', 'คืน', 'สินค้า']],
}

const PAGES: Readonly<Record<string, readonly (readonly [id: string, title: string, text: string])[]>> = {
  ja: [
    ['returns', '返品について', '未使用の商品は到着後30日以内に返品できます。'],
    ['refund', '返金の時期', '返金は商品が倉庫に届いてから五営業日かかります。'],
    ['shipping', '送料', '国内の送料は五百円です。'],
    ['account', 'パスワードの再設定', 'ログイン画面で「パスワードを忘れた」を選びます。'],
  ],
  'zh-cn': [
    ['returns', '退货', '未使用的商品可以在收货后三十天内退货。'],
    ['refund', '退款时间', '仓库收到商品后五个工作日内退款。'],
    ['shipping', '运费', '国内运费为十元。'],
    ['account', '重置密码', '在登录页面选择忘记密码。'],
  ],
  th: [
    ['returns', 'การคืนสินค้า', 'คุณสามารถคืนสินค้าที่ยังไม่ได้ใช้ได้ภายใน 30 วัน'],
    ['refund', 'การคืนเงิน', 'เราจะคืนเงินภายในห้าวันทำการหลังจากได้รับพัสดุ'],
    ['shipping', 'ค่าจัดส่ง', 'ค่าจัดส่งภายในประเทศคือห้าสิบบาท'],
    ['account', 'ตั้งรหัสผ่านใหม่', 'เลือกลืมรหัสผ่านที่หน้าเข้าสู่ระบบ'],
  ],
}
const ASKED: readonly (readonly [locale: string, question: string, id: string])[] = [
  ['ja', '商品を返品したいです', 'returns'],
  ['ja', '返金はいつですか', 'refund'],
  ['ja', '送料はいくらですか', 'shipping'],
  ['ja', 'パスワードを忘れました', 'account'],
  ['zh-cn', '我想退货', 'returns'],
  ['zh-cn', '什么时候退款', 'refund'],
  ['zh-cn', '运费多少钱', 'shipping'],
  ['zh-cn', '忘记密码怎么办', 'account'],
  ['th', 'อยากคืนสินค้า', 'returns'],
  ['th', 'จะได้คืนเงินเมื่อไร', 'refund'],
  ['th', 'ค่าจัดส่งเท่าไร', 'shipping'],
  ['th', 'ลืมรหัสผ่าน', 'account'],
]

describe('scripts that write no spaces', () => {
  for (const [language, [run, words]] of Object.entries(RUNS))
    it(`are split into words: ${language}`, () => {
      expect(unspacedWords(run)).to.deep.equal(words)
    })

  it('stay one run where nothing can split them, or only into letters or not at all', () => {
    for (const wordsFor of [
      () => null,
      () => (text: string) => [...text],
      () => (text: string) => [text],
      () => () => [],
    ])
      expect(createUnspacedWords(wordsFor)('返品は商品')).to.deep.equal(['返品は商品'])
  })

  for (const [locale, question, id] of ASKED)
    it(`are found by their words: ${locale} “${question}”`, () => {
      const versions = (PAGES[locale] ?? []).map(([name, title, text]) =>
        articleOf(name, locale, title, `<p>${text}</p>`),
      )
      const [best] = buildRetrievalIndex(versions).search({ query: question, locale, allowed: () => true })
      expect(best?.articleId).to.equal(id)
    })
})
