/** What each criterion asks, what is shown for it, and what the customer brings: Polish. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_PL: CriteriaWords = {
  CC1: {
    title: 'Środowisko kontroli: uczciwość, nadzór, struktura, kompetencje, odpowiedzialność',
    shows: null,
    bring:
      'Kodeks postępowania, schemat organizacyjny, opisy stanowisk, dokumentacja zatrudnienia i szkoleń.',
  },
  CC2: {
    title: 'Informacja i komunikacja wewnątrz i na zewnątrz',
    shows: null,
    bring: 'Zasady w postaci przekazanej pracownikom oraz opis systemu, który otrzymują klienci.',
  },
  CC3: {
    title: 'Ocena ryzyka, w tym nadużyć i zmian',
    shows: null,
    bring: 'Rejestr ryzyk z właścicielami i datami; tworzony tu szkic DPIA jest jednym z materiałów.',
  },
  CC4: {
    title: 'Monitorowanie kontroli i usuwanie braków',
    shows: null,
    bring: 'Audyty wewnętrzne, przeglądy kierownictwa i sposób usuwania braków.',
  },
  CC5: {
    title: 'Działania kontrolne, ich dobór i zasady',
    shows: null,
    bring: 'Lista Państwa kontroli z właścicielami i zasady, na których się opierają.',
  },
  'CC6.1': {
    title: 'Logiczny dostęp do chronionych informacji',
    shows:
      'Każda otwarta lub odrzucona sesja, zakres ustalony dla każdego zgłoszenia, każda decyzja bramki i kto otworzył dowody.',
    bring: 'Dostęp do serwera, folderu danych, kluczy i samego Zendesk.',
  },
  'CC6.2': {
    title: 'Dostęp nadaje się po upoważnieniu i odbiera, gdy nie jest już potrzebny',
    shows: 'Każda zmiana roli z jej autorem, przeglądy dostępu i lista dostępów nieużywanych od 90 dni.',
    bring: null,
  },
  'CC6.3': {
    title: 'Role, najmniejsze uprawnienia i rozdział obowiązków',
    shows: 'Zmiany ról, wersje polityki zakresu i każda zmiana zatwierdzona lub odrzucona przez drugą osobę.',
    bring: null,
  },
  'CC6.4': {
    title: 'Fizyczny dostęp do obiektów',
    shows: null,
    bring: 'Raport dostawcy hostingu lub własne zapisy o tym, kto wchodzi do centrum danych.',
  },
  'CC6.5': {
    title: 'Dane stają się nieczytelne, zanim zasób opuści ochronę',
    shows: 'Usunięcia i przebiegi retencji z liczbami oraz zniszczenie klucza każdego miesiąca.',
    bring: 'Utylizacja dysków i nośników kopii zapasowych.',
  },
  'CC6.6': {
    title: 'Ochrona przed zagrożeniami spoza granicy',
    shows: 'Każde żądanie odrzucone przez bramę wyjściową, z adresem i powodem.',
    bring: 'Konfiguracja zapory i proxy serwera.',
  },
  'CC6.7': {
    title: 'Przesyłanie i przenoszenie informacji jest ograniczone',
    shows:
      'Każda transmisja do dostawcy: host, region, pola i bajty; przekierowanie nigdy nie jest wykonywane, a maszynę opuszcza tylko https.',
    bring: null,
  },
  'CC6.8': {
    title: 'Nieuprawnione lub złośliwe oprogramowanie jest powstrzymywane i wykrywane',
    shows: 'Wersja działająca przy każdym uruchomieniu i różnice względem poprzedniego.',
    bring:
      'Ochrona przed złośliwym oprogramowaniem i aktualizacje serwera; wykaz składników oprogramowania wydania.',
  },
  'CC7.1': {
    title: 'Zmiany konfiguracji i nowe słabości są wykrywane',
    shows: 'Konfiguracja przy każdym uruchomieniu jako skrót, ze zmienionymi ustawieniami.',
    bring: 'Skanowanie podatności serwera i wydania.',
  },
  'CC7.2': {
    title: 'Nieprawidłowości są monitorowane',
    shows: 'Odrzucone logowania i transmisje, jako wpisy i jako zdarzenia dla Państwa SIEM.',
    bring: 'Reguły w Państwa SIEM i kto je obserwuje.',
  },
  'CC7.3': {
    title: 'Zdarzenia bezpieczeństwa są oceniane',
    shows: 'Zapisy incydentów: co i kiedy było wiadomo oraz co i dlaczego postanowiono.',
    bring: 'Państwa kryteria, co jest incydentem.',
  },
  'CC7.4': {
    title: 'Na incydenty się reaguje',
    shows: 'Użycia wyłącznika awaryjnego, zapisy incydentów i raporty z ćwiczeń.',
    bring: 'Państwa plan reagowania i kto ma dyżur.',
  },
  'CC7.5': {
    title: 'Odtwarzanie po incydentach',
    shows: 'Kiedy i przez kogo zniesiono zatrzymanie, przywrócone magazyny i ćwiczenia.',
    bring: 'Wnioski przejęte do Państwa procedur.',
  },
  'CC8.1': {
    title: 'Zmiany są autoryzowane, testowane, zatwierdzane i zapisywane',
    shows:
      'Każda zmiana listy dozwolonych artykułów, polityki zakresu, informacji dla osób, podstawy prawnej, ustawień i konfiguracji, z autorem, zatwierdzającym i różnicą.',
    bring: 'Jak testują i zatwierdzają Państwo nowe wydanie przed instalacją.',
  },
  'CC9.1': {
    title: 'Zakłócenia działalności są łagodzone',
    shows: null,
    bring: 'Plan ciągłości działania i ubezpieczenie.',
  },
  'CC9.2': {
    title: 'Dostawcy i partnerzy są zarządzani',
    shows: null,
    bring:
      'Umowy i oceny dostawców; tworzona tu lista dalszych podmiotów przetwarzających ich wymienia, lecz nie ocenia.',
  },
  'A1.1': { title: 'Wydajność jest monitorowana', shows: null, bring: 'Monitorowanie serwera.' },
  'A1.2': {
    title: 'Ochrona środowiskowa, kopie zapasowe i infrastruktura odtwarzania',
    shows: null,
    bring: 'Kopie zapasowe folderu danych i kluczy; produkt sam ich nie tworzy.',
  },
  'A1.3': {
    title: 'Odtwarzanie jest testowane',
    shows: 'Każde uruchomienie na przywróconym magazynie i usunięcia powtórzone, zanim zaczął działać.',
    bring: 'Daty Państwa testów i ich wyniki.',
  },
  'C1.1': {
    title: 'Informacje poufne są rozpoznawane i przechowywane',
    shows: 'Jakie rodzaje zapisów są przechowywane i kto otworzył dowody, szkice i dossier.',
    bring: 'Państwa klasyfikacja informacji.',
  },
  'C1.2': {
    title: 'Informacje poufne są usuwane',
    shows: 'Usunięcia, przebiegi retencji i zniszczone klucze z liczbami.',
    bring: null,
  },
  'PI1.1': {
    title: 'Informacje potrzebne do przetwarzania są określone i dobrej jakości',
    shows: 'Których artykułów wolno używać i do kiedy każdy trzeba ponownie sprawdzić.',
    bring: 'Kto odpowiada za treść artykułów.',
  },
  'PI1.2': {
    title: 'Dane wejściowe są kompletne i dokładne',
    shows: 'Każda synchronizacja z liczbami, każde potwierdzone usunięcie, każdy podpisany webhook.',
    bring: null,
  },
  'PI1.3': {
    title: 'Przetwarzanie jest kompletne i dokładne',
    shows: 'Decyzja i ocena dla każdego szkicu, streszczenia i wyszukiwania, także odmowy.',
    bring: null,
  },
  'PI1.4': {
    title: 'Wyniki docierają tylko do właściwych osób, kompletne i dokładne',
    shows: 'Co dana osoba wstawiła, wysłała, odrzuciła lub cofnęła i ile ze szkicu pozostało.',
    bring: null,
  },
  'PI1.5': {
    title: 'Przechowywane dane wejściowe i wyniki są kompletne i chronione',
    shows: 'Sam dziennik: każdy wpis jest powiązany w łańcuch, podpisany i sprawdzalny bez tego serwera.',
    bring: 'Kopie zapasowe magazynu.',
  },
  'P1.1': {
    title: 'Informacja o zasadach prywatności',
    shows: 'Każda wersja informacji z językami i kto ją aktywował.',
    bring: null,
  },
  'P2.1': {
    title: 'Wybór i zgoda',
    shows: 'Każdy wydany link, każda zgoda udzielona, odmówiona lub wycofana i co z tego powodu usunięto.',
    bring: null,
  },
  'P3.1': {
    title: 'Zbieranie ogranicza się do celu',
    shows: 'Pola dopuszczone przez politykę zakresu, wersja po wersji.',
    bring: null,
  },
  'P3.2': {
    title: 'Wyraźna zgoda tam, gdzie jest potrzebna',
    shows: 'Zapisy zgód z wersją informacji, kanałem i drugim spojrzeniem na dowody.',
    bring: null,
  },
  'P4.1': { title: 'Użycie ogranicza się do celu', shows: 'Zakres i decyzja każdego użycia.', bring: null },
  'P4.2': {
    title: 'Przechowywanie jest ograniczone',
    shows: 'Zmiany retencji i każdy przebieg z tym, co usunął.',
    bring: null,
  },
  'P4.3': { title: 'Usuwanie', shows: 'Usunięcia, przebiegi retencji i zniszczone klucze.', bring: null },
  'P5.1': {
    title: 'Osoby, których dane dotyczą, otrzymują dostęp',
    shows: 'Każdy wniosek z ostatnim dniem terminu i datą odpowiedzi.',
    bring: null,
  },
  'P5.2': {
    title: 'Osoby, których dane dotyczą, mogą je sprostować',
    shows: 'Wnioski o sprostowanie i odpowiedzi.',
    bring: 'Sprostowania w samym Zendesk.',
  },
  'P6.1': {
    title: 'Ujawnianie osobom trzecim za zgodą',
    shows: 'Każda transmisja do dostawcy, każda na podstawie decyzji, która na nią pozwoliła.',
    bring: null,
  },
  'P6.2': {
    title: 'Rejestr dozwolonych ujawnień',
    shows: 'Te same transmisje jako pełna lista okresu.',
    bring: null,
  },
  'P6.3': {
    title: 'Rejestr niedozwolonych ujawnień',
    shows: 'Zapisy incydentów, także zamkniętych.',
    bring: 'Naruszenia poza tym produktem.',
  },
  'P6.4': { title: 'Zobowiązania dostawców', shows: null, bring: 'Umowy powierzenia z Państwa dostawcami.' },
  'P6.5': {
    title: 'Dostawcy zgłaszają naruszenia',
    shows: null,
    bring: 'Jak dostawcy Państwa powiadamiają i co zgłosili.',
  },
  'P6.6': {
    title: 'Zgłaszanie naruszeń',
    shows: 'Zapisy incydentów z czasem od powzięcia wiedzy i tym, co komu wysłano.',
    bring: 'Dowód odbioru przez organ.',
  },
  'P6.7': {
    title: 'Wykaz ujawnień na wniosek',
    shows: 'Każda transmisja dotycząca osoby, wymieniona w jej dossier.',
    bring: null,
  },
  'P7.1': {
    title: 'Dane osobowe są dokładne i istotne',
    shows: 'Zmiany zgłaszającego w zgłoszeniu, jak podał je helpdesk.',
    bring: 'Jakość danych w Zendesk.',
  },
  'P8.1': {
    title: 'Skargi i zgodność są monitorowane',
    shows: 'Wnioski, ich terminy i odpowiedzi.',
    bring: 'Skargi, które dotarły do Państwa inną drogą.',
  },
}
