/**
 * Words that carry grammar and no topic. Kept by hand for the two languages that the product promises to
 * know well: general stop-word lists also hold `order`, `back`, `computer`, `zurück` and `Zeit`, which in a help center are topics.
 */
export const FUNCTION_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: new Set(
      `a about after again all also am an and any anyone are as at be because been being both but by can cannot
    could did do does doing done for from had has have having he her here hers him his how however i if in into is
    it its just let may me might more most must my myself no nor not of off on once only or other our ours out
    over own per please same shall she should so some such than that the their theirs them then there these they
    this those though through to too under until up upon us very via was we were what whatever when where whether
    which while who whom whose why will with within without would yes yet you your yours yourself don doesn didn
    isn aren wasn weren won wouldn couldn shouldn can't ll ve re there's it's hello hi hey thanks thank dear regards
    possible anything something somebody someone everything`.split(/\s+/),
    ),
    de: new Set(
      `ab aber ach alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei
    beide beiden beim bin bis bist bitte da dabei dadurch dafür dagegen daher dahin damit danach daneben dann daran
    darauf daraus darf darfst darin darüber darum das dass daß davon davor dazu dein deine deinem deinen deiner dem
    den denen denn der deren des dessen deshalb dich die dies diese diesem diesen dieser dieses dir doch dort du
    durch dürfen dürfte ein eine einem einen einer eines einige einigen er es etwa etwas euch euer eure eurem euren
    eurer für gar gegen gerne gern gibt habe haben hat hatte hätte hätten hier hinter ich ihm ihn ihnen ihr ihre
    ihrem ihren ihrer im in indem ins irgend ist ja je jede jedem jeden jeder jedes jedoch jemand jetzt kann kannst
    kein keine keinem keinen keiner können könnt könnte könnten man manche manchen mein meine meinem meinen meiner
    mich mir mit möchte möchten muss musst müssen muß müsste müsst nach nachdem nein nicht nichts noch nun nur ob
    oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so sobald solche solchen soll sollen
    sollte sollten sondern sonst soweit sowie über um und uns unser unsere unserem unseren unserer unter vom von vor
    wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wessen weshalb
    wie wieso wieviel wieviele viel viele will wir wird wirst wo wobei wodurch wofür woher wohin womit woran worauf
    worüber wozu wurde wurden würde würden zu zum zur zwar zwischen während wäre wären hallo guten danke dank liebe
    lieber grüße gruß grüßen geehrte geehrter mal eigentlich vielleicht denn
    möglich bekommt bekomme sei seid mögen mag`.split(/\s+/),
    ),
  }),
)
