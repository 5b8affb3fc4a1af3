/** Questions that shops and banks are asked every day, without personal data. Minimising should leave them alone. */

const ENGLISH = `Where is my order?
How long does delivery to Austria take?
Can I pay with PayPal, Klarna or Apple Pay?
Do you ship to Northern Ireland and the Channel Islands?
The Trail 5 Pro arrived without the battery charger.
Which size do I need if I am 1.82 m tall?
Is the Bosch Performance Line CX motor compatible with the PowerTube 625?
My Shimano Deore brakes squeak when it rains.
Does the Canyon Grail fit tyres of 45 mm?
Can I return a bike that I have ridden twice?
How do I reset my password?
My password does not work any more.
The login page says that my password is wrong.
I never received the confirmation e-mail.
Why was my card declined?
What is the limit for withdrawals abroad?
How can I order a new PIN?
Which documents do I need to open an account?
Is there a fee for using an ATM of another bank?
How do I cancel a standing order?
When will the refund reach my account?
Do you accept American Express or only Visa and Mastercard?
Is my money safe if the bank goes bankrupt?
What is the interest rate on the Flex Savings account?
Can I change the delivery address after ordering?
The tracking page of DHL has not changed since Monday.
UPS says that the parcel was delivered, but nothing is here.
Hermes left the package at a neighbour's house.
Amazon told me that you handle the warranty.
Can I pick up the order in your Berlin store?
What are your opening hours on Good Friday?
Is there a discount on Black Friday or Cyber Monday?
The voucher code SUMMER24 is not accepted.
Order 4500123456 is incomplete.
Invoice 2024-0001234 shows the wrong VAT rate.
I ordered 2 helmets in size M and got size L.
The price went up from 1,299.00 to 1,349.00 euros overnight.
Do you offer instalments over 24 months?
Is the e-bike allowed on the train in Germany?
Can I use the child seat with the City Comfort 3?
How do I remove the rear wheel of a Gazelle?
The display shows error 503 after the update.
Does the app run on Android 12 and iOS 17?
Version 12.4.1 of the app crashes on my Samsung Galaxy.
My Garmin Edge 530 does not connect to the bike.
Can I download my invoices as PDF?
Where do I find the serial number of the frame?
Do you sell diabetes socks or support stockings?
Is health insurance included in the premium account?
Do you ship medicine to Switzerland?
Are your shoes vegan?
Do you have halal or kosher products?
Is there a student discount?
I want to change the newsletter settings.
How do I delete my account?
What happens to points when the account is closed?
Does the warranty cover water damage?
Who pays the return shipping costs?
I live in Vienna, which carrier do you use?
Is it possible to collect at a DHL Packstation?
My order was split into 3 parcels, only 2 have come.
Can I get a spare key for the Abus lock?
The colour Midnight Blue looks grey in reality.
How heavy is the Urban Light with battery?
Which oil do you recommend for the Rock Shox fork?
The saddle is too hard, can I swap it?
Do you repair bikes from other brands?
How often does the chain need to be replaced?
What is the difference between the Comfort and the Sport model?
Can two people use the same gift card?
The gift card of 50 euros was charged twice.
Why is there a foreign transaction fee on my statement?
Can I raise the limit of my credit card?
Which exchange rate do you use for US dollars?
How do I activate contactless payment?
Can I use Google Pay with a business account?
My transfer to Spain has been pending since Thursday.
Is there a fee for SEPA instant payments?
How do I add a second account holder?
Where do I enter the TAN?
What does the code on the back of the card mean?
Please send me the terms and conditions.
Thank you for the quick answer!
Hello Team, when will the Trail 5 be back in stock?
Hi there, is the showroom open on Saturdays?
Dear Sir or Madam, I would like to complain about the delivery.
Can you recommend a pump for Presta valves?
The front light flickers at night.
Is the battery allowed on a plane?
How far does it go in Eco mode, and how far in Turbo?
Do I have to register the bike?
Can I insure it against theft?
How can I file a claim with Allianz or AXA?
Will there be a 2025 model of the Gravel Race?
May I return it without the original box?
Is June 15 a possible delivery date?
I need the parcel before Christmas.
Which apps work with Alexa or Siri?
The Zwift subscription is missing from my account.
What is the maximum load of the rear rack, 25 or 27 kg?`

const GERMAN = `Wo bleibt meine Bestellung?
Wie lange dauert die Lieferung nach Österreich?
Kann ich mit PayPal, Klarna oder auf Rechnung bezahlen?
Liefert ihr auch in die Schweiz und nach Liechtenstein?
Beim Trail 5 Pro fehlte das Ladegerät.
Welche Rahmengröße brauche ich bei 1,82 m?
Passt der Bosch Motor zum Akku PowerTube 625?
Meine Shimano Bremsen quietschen bei Regen.
Kann ich ein Rad zurückgeben, das ich zweimal gefahren bin?
Wie setze ich mein Passwort zurück?
Mein Passwort funktioniert nicht mehr.
Auf der Seite steht, mein Passwort ist falsch.
Ich habe keine Bestätigungsmail bekommen.
Warum wurde meine Karte abgelehnt?
Wie hoch ist das Limit beim Abheben im Ausland?
Wie bestelle ich eine neue PIN?
Welche Unterlagen brauche ich für ein Konto?
Kostet das Abheben an fremden Automaten etwas?
Wie kündige ich einen Dauerauftrag?
Wann ist die Erstattung auf meinem Konto?
Nehmt ihr American Express oder nur Visa und Mastercard?
Wie hoch ist der Zinssatz beim Tagesgeld?
Kann ich die Lieferadresse nach der Bestellung ändern?
Die Sendungsverfolgung von DHL steht seit Montag still.
Laut UPS wurde das Paket zugestellt, hier ist aber nichts.
Hermes hat das Paket beim Nachbarn abgegeben.
Amazon meint, ihr seid für die Garantie zuständig.
Kann ich die Ware in der Filiale in Berlin abholen?
Wie sind die Öffnungszeiten am Karfreitag?
Gibt es am Black Friday Rabatt?
Der Gutscheincode SOMMER24 wird nicht angenommen.
Bestellung 4500123456 ist unvollständig.
Auf der Rechnung Nr. 2024-0001234 fehlt die Mehrwertsteuer.
Ich habe 2 Helme in Größe M bestellt und Größe L bekommen.
Der Preis stieg über Nacht von 1.299,00 auf 1.349,00 Euro.
Ist Ratenzahlung über 24 Monate möglich?
Darf ich das E-Bike im Zug mitnehmen?
Passt der Kindersitz auf das City Comfort 3?
Wie baue ich das Hinterrad bei einer Gazelle aus?
Das Display zeigt nach dem Update Fehler 503.
Läuft die App auf Android 12 und iOS 17?
Version 12.4.1 stürzt auf meinem Samsung Galaxy ab.
Mein Garmin Edge verbindet sich nicht mit dem Rad.
Kann ich Rechnungen als PDF herunterladen?
Wo finde ich die Seriennummer des Rahmens?
Verkauft ihr Diabetikersocken oder Stützstrümpfe?
Ist eine Krankenversicherung im Premiumkonto enthalten?
Verschickt ihr Medikamente nach Belgien?
Sind die Schuhe vegan?
Gibt es einen Rabatt für Studenten?
Ich möchte den Newsletter abbestellen.
Wie lösche ich mein Konto?
Was passiert mit den Punkten, wenn das Konto geschlossen wird?
Deckt die Garantie auch Wasserschäden ab?
Wer trägt die Kosten der Rücksendung?
Ich wohne in Wien, mit wem verschickt ihr?
Kann ich an eine Packstation liefern lassen?
Von 3 Paketen sind nur 2 angekommen.
Bekomme ich einen Ersatzschlüssel für das Abus Schloss?
Die Farbe Mitternachtsblau wirkt in Wirklichkeit grau.
Wie schwer ist das Urban Light mit Akku?
Welches Öl empfehlt ihr für die Federgabel?
Der Sattel ist zu hart, kann ich ihn tauschen?
Repariert ihr auch Räder anderer Marken?
Wie oft muss die Kette gewechselt werden?
Was ist der Unterschied zwischen Comfort und Sport?
Können zwei Personen denselben Gutschein nutzen?
Der Geschenkgutschein über 50 Euro wurde doppelt abgebucht.
Warum steht ein Auslandsentgelt auf meinem Kontoauszug?
Kann ich das Limit meiner Kreditkarte erhöhen?
Welcher Wechselkurs gilt für US-Dollar?
Wie schalte ich kontaktloses Bezahlen frei?
Geht Google Pay mit einem Geschäftskonto?
Meine Überweisung nach Spanien hängt seit Donnerstag.
Kosten Echtzeitüberweisungen extra?
Wie trage ich einen zweiten Kontoinhaber ein?
Wo gebe ich die TAN ein?
Was bedeutet die Zahl auf der Rückseite der Karte?
Bitte senden Sie mir die Geschäftsbedingungen.
Vielen Dank für die schnelle Antwort!
Hallo Team, wann ist das Trail 5 wieder lieferbar?
Guten Tag, hat der Laden samstags geöffnet?
Sehr geehrte Damen und Herren, ich möchte eine Lieferung reklamieren.
Welche Pumpe passt zu französischen Ventilen?
Das Vorderlicht flackert in der Nacht.
Darf der Akku ins Flugzeug?
Wie weit komme ich im Eco-Modus und wie weit im Turbo?
Muss ich das Rad anmelden?
Kann ich es gegen Diebstahl versichern?
Wie melde ich den Schaden bei der Allianz?
Kommt 2025 ein neues Modell vom Gravel Race?
Geht die Rückgabe auch ohne Originalkarton?
Ist der 15. Juni als Liefertermin möglich?
Ich brauche das Paket vor Weihnachten.
Funktioniert das mit Alexa oder Siri?
Das Kennzeichen am Anhänger muss beleuchtet sein, oder?
Wie hoch ist die Zuladung, 25 oder 27 kg?
Im Kapitel 12 der Anleitung fehlt Schritt 5.
Am Montag 5 Stunden gewartet und niemand kam.
Unser Betriebsrat möchte Diensträder, gibt es ein Angebot?`

export const ORDINARY_QUESTIONS: readonly string[] = [...ENGLISH.split('\n'), ...GERMAN.split('\n')]
