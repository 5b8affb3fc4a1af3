import { expect } from 'chai'
import { checkGrounding } from '../../../../server/drafting/grounding/index.ts'

const verdictOn = (locale: string, passage: string, sentence: string, ticket = ''): string =>
  checkGrounding({
    sentence,
    locale,
    sources: [{ text: passage, title: 'Help', headings: [] }],
    quotes: [passage],
    ticket,
  }).verdict

const FREE = 'Returns are free within 30 days.'
const KOSTENLOS = 'Die Rücksendung ist innerhalb von 30 Tagen kostenlos.'

/** One word or sign put into a true sentence. */
const PUT_IN: readonly (readonly [locale: string, passage: string, sentence: string])[] = [
  ['en', FREE, 'Returns are not\u0335 free within 30 days.'],
  ['en', FREE, 'Returns are n\u0307ot free within 30 days.'],
  ['en', FREE, 'R\u0336eturns are free within 30 days.'],
  ['en', FREE, 'Returns are anything but free within 30 days.'],
  ['en', FREE, 'Returns are far from free within 30 days.'],
  ['en', FREE, 'Returns are rarely free within 30 days.'],
  ['en', FREE, 'Returns are almost free within 30 days.'],
  ['en', FREE, 'Returns were free within 30 days.'],
  ['en', FREE, 'Returns used to be free within 30 days.'],
  ['en', FREE, 'Returns are non-free within 30 days.'],
  ['en', FREE, 'Returns of worn items are free within 30 days.'],
  ['en', FREE, 'Returns are always free within 30 days.'],
  ['en', FREE, 'Worldwide returns are free within 30 days.'],
  ['en', FREE, 'It is false that returns are free within 30 days.'],
  ['en', FREE, 'Returns are free within 30 days ❌.'],
  ['en', FREE, '✅ Returns are free within 30 days.'],
  ['de', KOSTENLOS, 'Die Rücksendung ist innerhalb von 30 Tagen nic\u0335ht kostenlos.'],
  ['de', KOSTENLOS, 'Die Rücksendung ist innerhalb von 30 Tagen fast kostenlos.'],
  ['de', KOSTENLOS, 'Die Rücksendung ist innerhalb von 30 Tagen selten kostenlos.'],
  ['de', KOSTENLOS, 'Die Rücksendung ist innerhalb von 30 Tagen mitnichten kostenlos.'],
  ['de', KOSTENLOS, 'Die Rücksendung ist innerhalb von 30 Tagen alles andere als kostenlos.'],
  ['de', KOSTENLOS, 'Die Rücksendung getragener Ware ist innerhalb von 30 Tagen kostenlos.'],
  ['de', KOSTENLOS, 'Es ist falsch, dass die Rücksendung innerhalb von 30 Tagen kostenlos ist.'],
  ['de', KOSTENLOS, 'Die Rücksendung ist innerhalb von 30 Tagen weltweit kostenlos.'],
  ['de', KOSTENLOS, 'Fast kostenlos ist innerhalb von 30 Tagen die Rücksendung.'],
  ['en', 'You can return shoes within 30 days.', 'Within 30 days any shoes you can return.'],
  ['en', 'The warranty covers defects.', 'The warranty covers defects and accidents.'],
  ['en', 'You can cancel your booking online.', 'You can cancel your booking online free of charge.'],
  ['en', 'You can cancel one order at a time.', 'You can cancel any order at a time.'],
  [
    'de',
    'Sie können Ihre Buchung online stornieren.',
    'Sie können Ihre Buchung jederzeit online stornieren.',
  ],
]

/** A warning, a condition, a hedge or an attribute that went. */
const LEFT_OUT: readonly (readonly [locale: string, passage: string, sentence: string])[] = [
  ['en', 'Avoid opening the lid.', 'Open the lid.'],
  ['en', 'It is forbidden to open the lid.', 'Open the lid.'],
  ['en', 'We advise against sharing your password.', 'We advise sharing your password.'],
  ['en', 'Scammers ask you to send your password.', 'We ask you to send your password.'],
  ['en', 'Beware of mails that ask you to send your password.', 'Send your password.'],
  ['en', 'Unused items can be refunded.', 'Items can be refunded.'],
  ['en', 'Premium customers get free returns.', 'Customers get free returns.'],
  ['en', 'Parcels up to 5 kg are delivered free.', 'Parcels are delivered free.'],
  ['en', 'Children under 12 travel free with an adult.', 'Children travel free with an adult.'],
  ['en', 'You get a refund minus shipping.', 'You get a refund.'],
  ['en', 'Refunds are usually paid in 5 days.', 'Refunds are paid in 5 days.'],
  ['en', 'A refund is possible subject to approval.', 'A refund is possible.'],
  ['en', 'The deposit is non-refundable.', 'The deposit is refundable.'],
  ['en', 'From 2025, returns cost 5 euros.', 'Returns cost 5 euros.'],
  ['en', 'Myth: you have to pay for returns.', 'You have to pay for returns.'],
  ['en', 'Members only: free returns for shoes.', 'Free returns for shoes.'],
  ['en', 'Items must be unused and in original packaging.', 'Items must be unused.'],
  ['en', 'Interest is 3% per month.', 'Interest is 3%.'],
  ['de', 'Vermeiden Sie es, das Gerät zu öffnen.', 'Öffnen Sie das Gerät.'],
  ['de', 'Es ist verboten, den Deckel zu öffnen.', 'Öffnen Sie den Deckel.'],
  ['de', 'Wir raten davon ab, den Akku zu tauschen.', 'Tauschen Sie den Akku.'],
  ['de', 'Ungebrauchte Ware kann zurückgegeben werden.', 'Ware kann zurückgegeben werden.'],
  ['de', 'Neukunden erhalten einen Gutschein über 10 Euro.', 'Kunden erhalten einen Gutschein über 10 Euro.'],
  ['de', 'Erstattungen dauern in der Regel 5 Tage.', 'Erstattungen dauern 5 Tage.'],
  ['de', 'Sie dürfen den Artikel höchstens einmal umtauschen.', 'Sie dürfen den Artikel umtauschen.'],
  ['de', 'Sie erhalten den Preis abzüglich der Versandkosten zurück.', 'Sie erhalten den Preis zurück.'],
]

/** Who, where to, and what belongs to what. */
const TURNED: readonly (readonly [locale: string, passage: string, sentence: string])[] = [
  ['en', 'You pay for the return shipping.', 'We pay for the return shipping.'],
  ['de', 'Sie tragen die Kosten der Rücksendung.', 'Wir tragen die Kosten der Rücksendung.'],
  ['de', 'Der Käufer trägt die Kosten.', 'Der Verkäufer trägt die Kosten.'],
  ['en', 'The buyer pays the seller.', 'The buyer is paid by the seller.'],
  ['en', 'Transfer the money from savings to checking.', 'Transfer the money from checking to savings.'],
  ['en', 'The landlord informs the tenant.', 'The landlord is informed by the tenant.'],
  ['en', 'You have 3 attempts with several accounts.', 'You have 3 accounts with several attempts.'],
  ['en', 'Convert points to cash.', 'Convert cash to points.'],
  ['en', 'The limit is 5 users per account.', 'The limit is 5 accounts per user.'],
  [
    'en',
    'Connect the red cable to port A and the blue cable to port B.',
    'Connect the blue cable to port A and the red cable to port B.',
  ],
  ['de', 'Der Preis steigt auf 10 Euro.', 'Der Preis steigt um 10 Euro.'],
  ['en', 'Click Settings, then click Account.', 'Click Account, then click Settings.'],
  ['en', 'Switch the device off.', 'Switch the device on.'],
  ['de', 'Schalten Sie das Gerät aus.', 'Schalten Sie das Gerät ein.'],
  ['de', 'Melden Sie sich ab.', 'Melden Sie sich an.'],
  ['en', 'Returns are free within fourteen days.', 'Returns are free within fifteen days.'],
  ['de', 'Der Gutschein gilt ein Jahr.', 'Der Gutschein gilt ein halbes Jahr.'],
  ['de', 'Der Gutschein gilt anderthalb Jahre.', 'Der Gutschein gilt zwei Jahre.'],
  ['en', 'The bag may weigh 10 kg.', 'The bag may weigh 10 lb.'],
  ['en', 'The cable is 2 metres long.', 'The cable is 2 feet long.'],
  ['en', 'Use 10 ml.', 'Use 10 cl.'],
  ['en', 'We will refund you the fee.', 'You will refund us the fee.'],
  ['en', 'We collect the parcel from you.', 'You collect the parcel from us.'],
  ['de', 'Wir erstatten Ihnen die Gebühr.', 'Sie erstatten uns die Gebühr.'],
  ['de', 'Der Verkäufer bezahlt den Käufer.', 'Den Verkäufer bezahlt der Käufer.'],
  ['en', 'Send the card and the code.', 'Send the card or the code.'],
  ['en', 'You need a passport or a visa.', 'You need a passport and a visa.'],
  ['de', 'Senden Sie die Karte und den Code.', 'Senden Sie die Karte oder den Code.'],
  ['en', 'The warranty is extended by one year.', 'The warranty is extended to one year.'],
  ['en', 'The deposit is reduced to 20 euros.', 'The deposit is reduced by 20 euros.'],
  ['en', 'You can cancel the order until it is shipped.', 'You can cancel the order when it is shipped.'],
  ['en', 'You can pay until the invoice is due.', 'You can pay if the invoice is due.'],
  [
    'de',
    'Sie können die Bestellung stornieren, bis sie versandt wird.',
    'Sie können die Bestellung stornieren, wenn sie versandt wird.',
  ],
  [
    'en',
    'Children under 6 travel free, children over 6 pay half.',
    'Children over 6 travel free, children under 6 pay half.',
  ],
  [
    'en',
    'The red light means on and the green light means off.',
    'The red light means off and the green light means on.',
  ],
  [
    'en',
    'Your data is deleted after your account is closed.',
    'Your account is closed after your data is deleted.',
  ],
  ['en', 'We check whether the item is faulty.', 'We check that the item is faulty.'],
  ['en', 'The seller decides whether you get a refund.', 'The seller decides that you get a refund.'],
  ['en', 'Store it at −18 °C.', 'Store it at 18 °C.'],
  ['en', 'Store it at 18 °C.', 'Store it at -18 °C.'],
  ['de', 'Lagern Sie es bei -18 °C.', 'Lagern Sie es bei 18 °C.'],
  ['en', 'Version 2.1 is supported.', 'Version 2.10 is supported.'],
  ['en', 'Firmware 1.500 is needed.', 'Firmware 1500 is needed.'],
  ['de', 'Das Paket wird von uns bei Ihnen abgeholt.', 'Das Paket wird von Ihnen bei uns abgeholt.'],
  ['en', 'Both you and the seller must agree.', 'You or the seller must agree.'],
  ['en', 'Plan A is cheaper than plan B.', 'Plan B is cheaper than plan A.'],
  ['de', 'Tarif A ist besser als Tarif B.', 'Tarif B ist besser als Tarif A.'],
  ['en', 'We ask for a deposit of 20 %.', 'We ask for a deposit of 20.'],
  ['en', 'The fee is $10.', 'The fee is 10.'],
  [
    'en',
    'Call +49 30 123456 for returns. Call +49 30 654321 for refunds.',
    'Call +49 30 654321 for returns.',
  ],
  [
    'en',
    'Write to a@example.com for returns. Write to b@example.com for refunds.',
    'Write to b@example.com for returns.',
  ],
  ['en', 'Both signatures are required.', 'One of the signatures is required.'],
  ['en', 'All forms must be signed.', 'One of the forms must be signed.'],
  ['de', 'Beide Unterschriften sind nötig.', 'Eine der Unterschriften ist nötig.'],
  [
    'de',
    'Es fällt keine Gebühr an, es sei denn, die Ware ist beschädigt.',
    'Es fällt keine Gebühr an, auch wenn die Ware beschädigt ist.',
  ],
]

const TRUE: readonly (readonly [locale: string, passage: string, sentence: string])[] = [
  ['en', FREE, 'Returns are kindly free within 30 days.'],
  ['en', FREE, 'Your returns are free of charge within thirty days.'],
  ['de', KOSTENLOS, 'Innerhalb von 30 Tagen ist die Rücksendung kostenlos.'],
  ['en', 'Returns are free within fourteen days.', 'Returns are free within 14 days.'],
  ['en', 'The fee is thirty-five euros.', 'The fee is 35 euros.'],
  ['de', 'Die Gebühr beträgt fünfunddreißig Euro.', 'Die Gebühr beträgt 35 Euro.'],
  ['de', 'Die Lieferung dauert 2-4 Werktage.', 'Die Lieferung dauert 2 bis 4 Werktage.'],
  ['de', 'Die Artikel müssen unbenutzt sein.', 'Bitte achten Sie darauf, dass die Artikel unbenutzt sind.'],
  [
    'en',
    'Only the account owner can cancel the subscription.',
    'The subscription can only be cancelled by the account owner.',
  ],
  [
    'de',
    'Nur der Kontoinhaber kann das Abo kündigen.',
    'Das Abo kann nur vom Kontoinhaber gekündigt werden.',
  ],
  [
    'de',
    'Geöffnete Software kann nicht zurückgegeben werden.',
    'Leider können Sie geöffnete Software nicht zurückgeben.',
  ],
  [
    'de',
    'Eine Änderung der Lieferadresse ist nach dem Versand nicht mehr möglich.',
    'Nach dem Versand kann die Lieferadresse leider nicht mehr geändert werden.',
  ],
  ['de', 'Sie müssen 24 Stunden vorher absagen.', 'Bitte sagen Sie 24 Stunden vorher ab.'],
  ['en', 'Connect the red cable to port A and the blue cable to port B.', 'Connect the red cable to port A.'],
  ['en', 'We pay for the return shipping.', 'We pay for your return shipping.'],
  ['en', 'Click Settings, then click Account.', 'Please click Settings, then click Account.'],
  ['en', 'Please note: free returns for shoes.', 'Free returns for shoes.'],
  ['en', 'Shipping costs EUR 4.90.', 'Shipping costs €4.90.'],
  ['en', 'We will refund you the fee.', 'You will get the fee refunded by us.'],
  ['en', 'Send the card and the code.', 'Please send the code and the card.'],
  ['en', 'Gift cards and software cannot be returned.', 'You cannot return gift cards or software.'],
  ['en', 'You can pay by card or invoice.', 'You can pay by card and invoice.'],
  ['en', 'The warranty is extended by one year.', 'Your warranty is extended by one year.'],
  ['en', 'You can cancel the order until it is shipped.', 'Until it is shipped, you can cancel the order.'],
  [
    'en',
    'Your data is deleted after your account is closed.',
    'After your account is closed, your data is deleted.',
  ],
  ['en', 'We check whether the item is faulty.', 'We check if the item is faulty.'],
  [
    'en',
    'Children under 6 travel free, children over 6 pay half.',
    'Children over 6 pay half, children under 6 travel free.',
  ],
  ['en', 'If you cancel, you get the money back.', 'You get the money back if you cancel.'],
  ['en', 'Store it at −18 °C.', 'Please store it at -18 °C.'],
  ['en', 'Version 2.10 is supported.', 'Please note that version 2.10 is supported.'],
  [
    'en',
    'Write to a@example.com for returns. Write to b@example.com for refunds.',
    'Please write to b@example.com for refunds.',
  ],
  ['en', 'Plan A is cheaper than plan B.', 'Please note that plan A is cheaper than plan B.'],
  ['en', 'We ask for a deposit of 20 %.', 'We ask for a deposit of 20 percent.'],
  ['en', 'Choose one of the forms.', 'Please choose one of the forms.'],
]

describe('a reworded sentence', () => {
  for (const [locale, passage, sentence] of PUT_IN)
    it(`brings nothing in: ${sentence}`, () => {
      expect(verdictOn(locale, passage, sentence)).to.equal('dropped')
      expect(verdictOn(locale, passage, passage)).to.equal('verified')
    })
  for (const [locale, passage, sentence] of LEFT_OUT)
    it(`leaves nothing out that limits the rest: ${passage}`, () => {
      expect(verdictOn(locale, passage, sentence)).to.equal('dropped')
      expect(verdictOn(locale, passage, passage)).to.equal('verified')
    })
  for (const [locale, passage, sentence] of TURNED)
    it(`turns nothing round: ${sentence}`, () => {
      expect(verdictOn(locale, passage, sentence)).to.equal('dropped')
      expect(verdictOn(locale, passage, passage)).to.equal('verified')
    })
  for (const [locale, passage, sentence] of TRUE)
    it(`may say the same: ${sentence}`, () => {
      expect(verdictOn(locale, passage, sentence)).to.equal('verified')
    })
})

describe('an amount or a code of the ticket', () => {
  const ticket = 'I paid 900 euros. My code is X42.'
  it('is not told as the help center’s', () => {
    const passage = 'The refund is paid to the card you used. Enter the code in the field.'
    expect(
      verdictOn('en', passage, 'Your refund of 900 euros is paid to the card you used.', ticket),
    ).to.equal('dropped')
    expect(verdictOn('en', passage, 'Enter the code X42 in the field.', ticket)).to.equal('dropped')
    expect(verdictOn('en', passage, 'In the field your code X42 please enter.', ticket)).to.equal('dropped')
  })
  it('is told as what the requester wrote', () => {
    const passage = 'The refund is paid to the card you used.'
    const told = 'You wrote that I paid 900 euros: the refund is paid to the card you used.'
    expect(verdictOn('en', passage, told.replace('that I', 'that you'), ticket)).to.equal('verified')
    expect(verdictOn('en', passage, told.replace('900', '901'), ticket)).to.equal('dropped')
  })
})
