/** The letter to the persons (GDPR Art. 34(2)), in plain words, in every language that requesters are asked in. */
import type { RequesterLanguage } from '../../src/domain/notice.ts'

export interface PersonLetterWords {
  readonly subject: string
  readonly greeting: string
  readonly what: string
  readonly consequences: string
  readonly measures: string
  readonly advice: string
  readonly contact: string
  /** Stands where the record says nothing yet. */
  readonly missing: string
}

export const PERSON_LETTER_WORDS: Readonly<Record<RequesterLanguage, PersonLetterWords>> = {
  en: {
    subject: 'Something happened to your personal data',
    greeting: 'Dear customer,',
    what: 'What happened:',
    consequences: 'What it may mean for you:',
    measures: 'What we have done and will do:',
    advice:
      'What you can do: be careful with messages that ask for passwords or payments, and ask us when in doubt.',
    contact: 'Whom you can ask:',
    missing: '[to be filled in]',
  },
  de: {
    subject: 'Mit Ihren personenbezogenen Daten ist etwas geschehen',
    greeting: 'Guten Tag,',
    what: 'Was geschehen ist:',
    consequences: 'Was das für Sie bedeuten kann:',
    measures: 'Was wir getan haben und tun werden:',
    advice:
      'Was Sie tun können: Seien Sie vorsichtig bei Nachrichten, die nach Passwörtern oder Zahlungen fragen, und fragen Sie uns im Zweifel.',
    contact: 'Wen Sie fragen können:',
    missing: '[noch einzutragen]',
  },
  fr: {
    subject: 'Un incident a touché vos données personnelles',
    greeting: 'Bonjour,',
    what: 'Ce qui s’est passé :',
    consequences: 'Ce que cela peut signifier pour vous :',
    measures: 'Ce que nous avons fait et allons faire :',
    advice:
      'Ce que vous pouvez faire : méfiez-vous des messages qui demandent des mots de passe ou des paiements, et interrogez-nous en cas de doute.',
    contact: 'À qui vous adresser :',
    missing: '[à compléter]',
  },
  es: {
    subject: 'Ha ocurrido algo con sus datos personales',
    greeting: 'Hola:',
    what: 'Qué ha ocurrido:',
    consequences: 'Qué puede significar para usted:',
    measures: 'Qué hemos hecho y qué haremos:',
    advice:
      'Qué puede hacer usted: desconfíe de los mensajes que pidan contraseñas o pagos y, en caso de duda, pregúntenos.',
    contact: 'A quién puede preguntar:',
    missing: '[por completar]',
  },
  it: {
    subject: 'È successo qualcosa ai suoi dati personali',
    greeting: 'Buongiorno,',
    what: 'Che cosa è successo:',
    consequences: 'Che cosa può significare per lei:',
    measures: 'Che cosa abbiamo fatto e faremo:',
    advice:
      'Che cosa può fare: diffidi dei messaggi che chiedono password o pagamenti e, in caso di dubbio, ci contatti.',
    contact: 'A chi può rivolgersi:',
    missing: '[da completare]',
  },
  nl: {
    subject: 'Er is iets gebeurd met uw persoonsgegevens',
    greeting: 'Beste klant,',
    what: 'Wat er is gebeurd:',
    consequences: 'Wat dit voor u kan betekenen:',
    measures: 'Wat wij hebben gedaan en gaan doen:',
    advice:
      'Wat u kunt doen: wees voorzichtig met berichten die om wachtwoorden of betalingen vragen en vraag het ons bij twijfel.',
    contact: 'Bij wie u terechtkunt:',
    missing: '[nog in te vullen]',
  },
  pt: {
    subject: 'Aconteceu algo com os seus dados pessoais',
    greeting: 'Bom dia,',
    what: 'O que aconteceu:',
    consequences: 'O que pode significar para si:',
    measures: 'O que fizemos e vamos fazer:',
    advice:
      'O que pode fazer: desconfie de mensagens que peçam palavras-passe ou pagamentos e, em caso de dúvida, pergunte-nos.',
    contact: 'A quem pode perguntar:',
    missing: '[por preencher]',
  },
  'pt-BR': {
    subject: 'Aconteceu algo com os seus dados pessoais',
    greeting: 'Prezado(a) cliente,',
    what: 'O que aconteceu:',
    consequences: 'O que isso pode significar para você:',
    measures: 'O que fizemos e o que vamos fazer:',
    advice:
      'O que você pode fazer: tenha cuidado com mensagens que pedem senhas ou pagamentos e, em caso de dúvida, pergunte a nós.',
    contact: 'A quem você pode perguntar:',
    missing: '[a preencher]',
  },
  pl: {
    subject: 'Doszło do zdarzenia dotyczącego Pani/Pana danych osobowych',
    greeting: 'Dzień dobry,',
    what: 'Co się stało:',
    consequences: 'Co to może dla Pani/Pana oznaczać:',
    measures: 'Co zrobiliśmy i co zrobimy:',
    advice:
      'Co można zrobić: proszę uważać na wiadomości z prośbą o hasła lub płatności, a w razie wątpliwości zapytać nas.',
    contact: 'Kogo można zapytać:',
    missing: '[do uzupełnienia]',
  },
  ja: {
    subject: 'お客様の個人データに関するインシデントのお知らせ',
    greeting: 'お客様',
    what: '発生した事象：',
    consequences: 'お客様に生じる可能性のある影響：',
    measures: '当社が講じた措置および今後講じる措置：',
    advice:
      'お客様にお願いしたいこと：パスワードや支払いを求めるメッセージにご注意ください。ご不明な点は当社にお問い合わせください。',
    contact: 'お問い合わせ先：',
    missing: '[要記入]',
  },
  ar: {
    subject: 'وقع حادث يمس بياناتك الشخصية',
    greeting: 'عميلنا العزيز،',
    what: 'ما الذي حدث:',
    consequences: 'ما قد يعنيه ذلك بالنسبة إليك:',
    measures: 'ما فعلناه وما سنفعله:',
    advice: 'ما يمكنك فعله: توخَّ الحذر من الرسائل التي تطلب كلمات مرور أو مدفوعات، واسألنا عند الشك.',
    contact: 'من يمكنك سؤاله:',
    missing: '[يُستكمل لاحقا]',
  },
}
