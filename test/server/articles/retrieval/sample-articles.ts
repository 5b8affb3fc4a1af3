import { articleVersionHash, parseArticleHtml } from '../../../../server/articles/intake/index.ts'
import type { ArticleVersion } from '../../../../src/domain/article.ts'

/** A small shop's articles in two languages, as an editor would write them. */
const PAGES: readonly (readonly [id: string, locale: string, title: string, html: string])[] = [
  [
    'returns',
    'en-us',
    'Return an item',
    `<p>You can return unused items within 30 days of delivery.</p><h2>How to send an item back</h2><p>Do the following:</p><ol><li>Open your order and choose Return.</li><li>Print the label.</li><li>Hand the parcel in at a post office.</li></ol><h2>What cannot be returned</h2><p>Opened tea and gift cards cannot be returned.</p>`,
  ],
  [
    'refund',
    'en-us',
    'When will I get my refund?',
    `<p>We refund the price as soon as the parcel has reached our warehouse.</p><p>The refund takes 5 working days and goes to the card that you paid with.</p>`,
  ],
  [
    'shipping',
    'en-us',
    'Shipping costs and delivery times',
    `<h2>Germany</h2><p>Shipping costs €4.90. Orders over €60 are shipped free of charge. Delivery takes 2 to 3 working days.</p><h2>Austria and Switzerland</h2><p>Shipping to Austria costs €9.90 and takes 5 working days. Shipping to Switzerland costs €14.90.</p>`,
  ],
  [
    'cancel',
    'en-us',
    'Change or cancel an order',
    `<p>You can cancel an order until we pack it, usually within two hours.</p><p>After that, please refuse the parcel or send it back.</p>`,
  ],
  [
    'damaged',
    'en-us',
    'My parcel arrived damaged',
    `<p>Keep the packaging and take a photo of the damage.</p><p>Send us the photo within 14 days. We ship a replacement at once.</p>`,
  ],
  [
    'password',
    'en-us',
    'Reset your password',
    `<p>Choose "Forgotten password" on the sign-in page. The link is valid for 24 hours.</p>`,
  ],
  [
    'invoice',
    'en-us',
    'Download an invoice',
    `<p>You find the invoice as a PDF below your order. It is ready when the parcel has left our warehouse.</p>`,
  ],
  [
    'gift-card',
    'en-us',
    'Gift cards',
    `<p>A gift card is valid for three years. It cannot be exchanged for cash.</p>`,
  ],
  [
    'kettle',
    'en-us',
    'Descale a kettle',
    `<p>Fill the kettle with water and two spoons of citric acid.</p><p>Let it boil once, wait 30 minutes, and rinse it twice.</p>`,
  ],
  [
    'returns',
    'de',
    'Artikel zurücksenden',
    `<p>Unbenutzte Artikel können Sie innerhalb von 30 Tagen nach der Lieferung zurücksenden.</p><h2>So geht die Rücksendung</h2><p>Gehen Sie so vor:</p><ol><li>Öffnen Sie Ihre Bestellung und wählen Sie Rücksendung.</li><li>Drucken Sie das Etikett aus.</li><li>Geben Sie das Paket bei der Post ab.</li></ol>`,
  ],
  [
    'refund',
    'de',
    'Wann bekomme ich mein Geld zurück?',
    `<p>Wir erstatten den Preis, sobald das Paket in unserem Lager ist.</p><p>Die Erstattung dauert 5 Werktage und geht auf die Karte, mit der Sie bezahlt haben.</p>`,
  ],
  [
    'shipping',
    'de',
    'Versandkosten und Lieferzeiten',
    `<h2>Deutschland</h2><p>Der Versand kostet 4,90 €. Ab 60 € liefern wir kostenlos. Die Lieferung dauert 2 bis 3 Werktage.</p><h2>Österreich und Schweiz</h2><p>Der Versand nach Österreich kostet 9,90 € und dauert 5 Werktage.</p>`,
  ],
  [
    'cancel',
    'de',
    'Bestellung ändern oder stornieren',
    `<p>Sie können eine Bestellung stornieren, bis wir sie packen.</p><p>Danach verweigern Sie bitte die Annahme.</p>`,
  ],
  [
    'damaged',
    'de',
    'Das Paket kam beschädigt an',
    `<p>Bewahren Sie die Verpackung auf und fotografieren Sie den Schaden.</p><p>Senden Sie uns das Foto innerhalb von 14 Tagen. Wir schicken sofort Ersatz.</p>`,
  ],
  [
    'password',
    'de',
    'Passwort zurücksetzen',
    `<p>Wählen Sie auf der Anmeldeseite „Passwort vergessen“. Der Link gilt 24 Stunden.</p>`,
  ],
  [
    'invoice',
    'de',
    'Rechnung herunterladen',
    `<p>Die Rechnung liegt als PDF unter Ihrer Bestellung, sobald das Paket unser Lager verlassen hat.</p>`,
  ],
  [
    'gift-card',
    'de',
    'Geschenkgutscheine',
    `<p>Ein Geschenkgutschein gilt drei Jahre. Er wird nicht in bar ausgezahlt.</p>`,
  ],
  [
    'kettle',
    'de',
    'Wasserkocher entkalken',
    `<p>Füllen Sie den Wasserkocher mit Wasser und zwei Löffeln Zitronensäure.</p><p>Lassen Sie ihn einmal kochen, warten Sie 30 Minuten und spülen Sie ihn zweimal aus.</p>`,
  ],
]

export const SAMPLE_ARTICLES: readonly ArticleVersion[] = PAGES.map(([id, locale, title, html]) =>
  articleOf(id, locale, title, html),
)

export function articleOf(articleId: string, locale: string, title: string, html: string): ArticleVersion {
  const passages = parseArticleHtml(html, locale)
  return {
    articleId,
    locale,
    versionHash: articleVersionHash(title, passages),
    title,
    url: null,
    sectionId: '1',
    sectionName: 'Orders',
    categoryId: '1',
    categoryName: 'Shop',
    labels: [],
    visibility: 'public',
    draft: false,
    outdated: false,
    updatedAt: '2026-01-05T09:00:00Z',
    passages,
  }
}
