/**
 * Common given names and family names of Europe, the Americas, the Near East, Asia and Africa, and capitalised words
 * that are no names. Typed by hand from general knowledge, taken from no data set; small letters without accents.
 * Long because it is a list.
 */

const GIVEN =
  'aafke aaltje aaron aart aase aatos abby abdallah abdelkader abdi abdoulaye abdul abdullah abebe abel abena abigail abimbola abraham achieng adaeze ' +
  'adam addison adebayo adela adelajda adele aditya adjoa adriaan adrian adriana adrianna adrien adrienn adrijan agata agatha agathe age agnes agneta ' +
  'agnete agnieszka agus agusta agustin ahmad ahmed ahmet ahti aidan aikaterini aiko aila aimo ainhoa aino aisha aishwarya aissatou ajay akash ake aki ' +
  'akiko akira akos akosua aksel alain alan alana alastair alba albert alberte alberto albin albina aldis aldo aldona alejandra alejandro aleksandar ' +
  'aleksandr aleksandra aleksei aleksi aleksja aleksy alemayehu alen alena alenka ales alessandra alessandro alex alexander alexandra alexandre ' +
  'alexandria alexandru alexei alexey alexis alf alfheiður alfonso alfred alfreda alfredo ali alice alicia alicja alida aliisa alina aline alisha alison ' +
  'alistair alla allan allen allison allyson alma alois alojz alojzija alojzy alonzo alton alva alvaro alvin alyona alyssa alzbeta ama amadou amaia amaka ' +
  'amalija amanda amandine amber ambroz ambrozy amelia amelie amie amina aminata amir amira amit amparo amy ana anahit anais anand ananya anastasia ' +
  'anastasiya anastazja ancka anda andela andelko anders andras andre andrea andreas andreea andrei andrej andreja andres andrew andrey andrija andrijana ' +
  'andris andrius andriy andrzej andy aneta anette anezka angel angela angelica angelika angeliki angelina angelique angelo angie angus aniela aniko anil ' +
  'anita anja anjali anke ankica ankit ann ann-marie anna anna-lena annabel annabelle anne anne-marie annegret anneke anneli annelie annelies anneliese ' +
  'annemarie annemiek annet annette annie annika annikki annukka anouk ante antea antero anthony antje antoine antoinette anton antonela antoni antonia ' +
  'antonietta antonija antonin antonina antonio antonis antti anu anze aoife aparna apolena apolinary apolonia april araceli aram aranka arash arben ' +
  'archana archie ardeshir ariana arianna arie ariel arja arjen arjun arkady arlene armand armando armelle armen armi arna arndis arne arni arno aron ' +
  'arpad artem arthur arto arttu artur arturo arun arvid arvida arvo asa asbjorn asdis asha ashish ashlee ashley ashok asif aslan aslaug asma asmund asta ' +
  'asthildur astrid asuka asuncion athena attila aubrey audrey august augusta auguste auli aulikki aurelie aurelien aurora austin auður ava avery avgust ' +
  'awa axel aya ayesha ayla aylin ayodele ayse aysel aysha ayumi azadeh azar aðalheiður babak babatunde babette bahar balazs balbina banu baptiste baraka ' +
  'barbara barbel barbora barbro barend barica barnabas barnaby barry bartek bartlomiej barton bartosz bas bastian bastien beata beate beatrice beatriz ' +
  'becky bedrich bedriska begona behrouz bela belinda bella belle ben bence benedetta benedicte benedikt bengt benjamin bennett benny beno benoit bente ' +
  'berdien berglind berislav berit bernadette bernard bernarda bernd bernice bert bertha bertil bertrand besnik bessie beth bethany betsy bettina betty ' +
  'beverly bhavna bianca bijan bilal biljana billy birger birgit birgitta birkir birna birte birthe biserka bjarki bjarne bjarni bjorg bjork bjorn blake ' +
  'blanche blanka blaz blazej blazena blazenka blazka bo bob bobbie bobby bodil bogdan bogna bogomir bogumila boguslaw boguslawa bohdan bohdana bohumil ' +
  'bohumila bohumir bohuslav bohuslava bojan boleslaw bolette bongani bonnie borge boris borivoj borut borys bosiljka bostjan botond boubacar boudewijn ' +
  'boyd bozena bozica bozidar bozidara boðvar brad bram brandon branimir branka brankica branko breda brenda brendan brent brian briana brianna bridget ' +
  'brigid brigita brigitte britt britta brittany bronislav bronislaw bronislawa brooke bruce bruno bryan bryce bryndis brynja brynjar budi burak byron ' +
  'caio caitlin caitlyn caleb callum calvin camila camilla camille can candace candice carina carissa carl carla carlo carlos carlton carly carmela ' +
  'carmen carol carola carole carolina caroline carolyn carrie carsten casey cassandra catalin catalina catarina caterina catherine cathrine cathy cato ' +
  'cecil cecile cecilia cecilija cedric cees celeste celia celina celine cem cenek cesar cesare cezary chad chantal charity charlene charles charlotta ' +
  'charlotte cheikh chelsea cherie cheryl chester chiara chidi chinedu chinwe chioma chitra chiyo chloe chris christa christel christer christiaan ' +
  'christian christiane christie christina christine christoffer christophe christopher christos christy chrysoula chukwuma ciara cindy ciril claire ' +
  'clara claude claudette claudia claudio claus clemence clement clifford clinton clive clotilde clyde cobie cody cole colette colin colleen concepcion ' +
  'concetta connor constance constantin consuelo cora coralie corentin corey corinna corinne cormac cornelia cornelis corrado corrie cory courtney craig ' +
  'crispin cristian cristina csaba ctirad curt curtis cvetka cvetko cynthia cyprian cyrus czeslaw czeslawa daan dag dagbjort dagmar dagny dagur daisuke ' +
  'daisy daiva dale dalia dalibor dalija dalimila damian damien damir dan dana danica daniel daniela daniele daniella danielle danijel danijela danny ' +
  'danuta daphne daria darija darina darinka dario dariush dariusz darja darko darla darlene darrel darrell darren darryl darya dave david davide davið ' +
  'davor davorin davorka dawid dawn daði dean deana deanna debbie debora deborah debra declan deepa deepak deirdre dejan delbert delia delilah della ' +
  'delphine denis denisa denise deniz dennis derek derrick desislava despina detlef devin dewi dexter dezso diana diane dick didier didrik diederik diego ' +
  'dieter dieuwke dijana dilek dimitar dimitra dimitrios dimitris dina dinesh dino diogo dirk dirkjan dita ditte divya dixie dmitri dmitriy dmitry dmytro ' +
  'dobroslav dobroslaw dolores domagoj domenico domicela dominic dominik dominika dominique don donald donatella donna dora dorien doris dorit dorota ' +
  'dorotea dorothy dorte dorthe doug douglas douwe doyle dragan dragana dragica drago dragutin drahomir drahomira drahoslava drew drita duane dubravka ' +
  'duje dumitru dung dunja durdica dusan dwayne dwight dylan earl ebba ebbe eberhard ebru ece eda edda edeltraud edgar edit edita edith edna edoardo ' +
  'edouard eduard eduardo edvard edward edwin edyta eefje eelco eero eeva efua egbert egill eigil eija eila eileen einar eini eino eirik eiður ejnar ' +
  'ekaterina ela elaine eleanor elena eleni eleonora elfriede elham eliane elias elif elijah elin elina eline elisa elisabet elisabeth elise eliska eliza ' +
  'elizabeta elizabeth elizaveta elke ella ellen elli ellie elliot elliott elly elmer elna elodie elof eloise els elsa else elsebeth elsie elva elvi ' +
  'elvira elwira elzbieta ema emanuel emanuela emanuele emeka emelie emese emiel emiko emil emile emilia emilie emilio emily emine emma emmanuel emmi ' +
  'emmy emre ena encarnacion ender eniko enni enrico enrique eoin erdal eric erica erich erik erika erin erja erkan erla erling erma erna ernest ernesto ' +
  'ernst ervin erwin erzsebet esa esben esi esko espen esra essi esteban estelle ester esther eszter ethan ethel etienne eugen eugene eugenia eugenie ' +
  'eugeniusz eulalia eun eunice eva evan evangeline evangelos eveliina evelina evelyn evelyne everett evert evgenia evgeny evie evzen ewa ewan ewelina ' +
  'eydis eyrun eyþor fabian fabien fabienne fabijan fabio fabiola fabrice fabrizio facundo fadime fahad faisal fang fani fanney fanny farah farhad fariba ' +
  'farid farideh farooq farzana fatih fatima fatimah fatma fatou faye federica federico fedor felicia felicja feliks feliksa felipe felix femi femke ' +
  'fenna ferdinand ferdynand ferenc fereshteh fergus fern fernand fernanda fernando fieke fien fiete filip filipa filipina filippo finn finnbogi fiona ' +
  'flavio flemming fleur floor flora florence florent florian florin floyd folake folke folkert forough franc franca frances francesca francesco francis ' +
  'francisca francisco franciska franciszek franck franco francois francoise franjo frank franka frankie frano frantisek frantiska franz franziska fred ' +
  'freda frederic frederick frederik frederikke fredrik fredrika freek freida freja freya freyja frida frieda friederike friedrich frits fritz friða ' +
  'friðrik frode froukje fryderyk fumiko furkan fyodor gabe gabor gabriel gabriela gabriele gabriella gabrielle gabrijela gael gaelle gaia gail gal ' +
  'galina gamze ganesh gareth garrett garry gary garðar gasper gaston gaurav gauthier gautier gavin geert geertje geertruida geeta geir genevieve gennady ' +
  'gennaro genowefa geoffrey georg george georgeta georgi georgia georgios georgy gerald geraldine gerard gerd gerda gergana gergely gerhard gerrie ' +
  'gerrit gert gertrud gertruda gertrude gerður gheorghe ghislain ghislaine giacomo gianluca gianni gijs gijsbert gilbert gilberto giles gilles gillian ' +
  'gina ginette ginevra ginger giorgi giorgia giorgio giorgos giovanna giovanni gisela giselle gisli gita gitte giulia giulio giuseppe giuseppina gizem ' +
  'gladys glen glenn gloria gokhan goldie golnaz goncalo gonzalo gopal goran gorazd gordana gordon gorm gottfried gracjan graham graziella grazyna ' +
  'greetje greg gregg gregoire gregor gregory greta gretar gretchen grete grethe grgur grietje grigory gro grover grzegorz guadalupe gudrun guillaume ' +
  'guillermo gul gulay gun gunilla gunnar gunnel gunnhildur gunter gunther gunvald gunvor gurpreet gustav gustavo gustaw guy guðjon guðlaugur guðmundur ' +
  'guðrun gwen gwendolyn gyda gylfi gyorgy gyula gyða habiba hacer hafdis hafsa hafþor hailu hakan hala halil halina halla halldor halldora halszka ' +
  'halvor halyna hamid hamish hampus hamza hana hanako hanan hande hanife hanna hanna-maria hannah hanne hanneke hannelore hannes hannu hans harald ' +
  'haraldur hari harish harm harold harpreet harri harriet harry hartmut haruka haruto harvey hasan hasna hassan hatice hattie hauke haukur havard havva ' +
  'hayk hazel heather hector hedda hedvig hedvika hedwig hege heidi heidrun heike heikki hein heinrich heinz heiða heiðrun hekla heleen helen helena ' +
  'helene helga helgi heli helka helle helmi helmut helvi hemming hendrik hendrika henk henning henny henri henrietta henriette henrik henrique henry ' +
  'henryk henryka hera herbert herdis herluf herman hermann hermanni hermina hernan herta herve hidde hideo hieronim hieu hikari hilary hilde hildegard ' +
  'hildur hilja hilkka hillevi hilmar hipolit hiroki hiroko hiroshi hisham hjordis hlynur hoang holger hollie holly holmfriður homer hong honorata hooman ' +
  'hope horace horst horður hossein howard hrafnhildur hrefna hristo hronn hrvoje hrvojka hubert hugh hugo huguette hui hulda hulya hung hunter huong ' +
  'huseyin hussein huw hynek hyun hyunwoo ian ib iben ibrahim ibrahima ichiro ida ifeoma iga ignac ignacio ignacy igor ihor iida iiro ikenna ilari ilaria ' +
  'ildiko ilhan ilija ilir ilkka ilmari ilona ilse ilta ilya ilze imad iman imke imogen impi imran imre ina indira ineke ines inez inga inge ingeborg ' +
  'ingegerd ingela inger inger-lise ingi ingibjorg ingo ingolfur ingrid ingunn ingvar ingvild inka inkeri inmaculada inna insa ioana ioanna ioannis ion ' +
  'ionut ira irakli iren irena irene irfan irina iris irja irma irmelin irmgard irving iryna isa isaac isabel isabella isabelle isaiah isak islam ismail ' +
  'isold isolde isto istvan itziar iva ivan ivana ivanka ivano ivar iveta ivica ivka ivo ivona ivy iwo iwona iza izabela izabella izidor izolda iðunn ' +
  'jaakko jaan jaana jaap jacco jacek jachym jack jackie jaclyn jacob jacoba jacobus jacqueline jacquelyn jacques jade jadranka jadwiga jagoda jaime jaka ' +
  'jake jakob jakov jakub jalmari jamal james jami jamie jamila jan jana jane janelle janet janez jani janice janina janine janis janja janko janne ' +
  'janneke jannie jannik janos jantje janusz jared jarek jari jarkko jarl jarmila jarmo jaromir jaroslav jaroslava jaroslaw jaroslawa jarvis jasmin ' +
  'jasmina jasmine jasna jason jasper jaspreet javad javier jaya jayne jean jean-baptiste jean-claude jean-francois jean-luc jean-marc jean-paul ' +
  'jean-pierre jeanette jeanne jeannette jeannie jeannine jedrzej jeff jeffrey jela jelena jelka jelle jelmer jenna jenni jennie jennifer jenny jens ' +
  'jeppe jere jeremi jeremiah jeremy jeri jerica jermaine jernej jerneja jeroen jerome jeronym jerry jerzy jesper jesse jessica jessie jessika jesus jet ' +
  'jette jian jihoon jill jillian jim jimena jimmy jindra jindrich jindriska jing jiri jirina jiro jisoo jitka jiwon joachim joakim joan joana joanna ' +
  'joanne joao joaquin joasia jocelyne jodi jodie joe joel joelle johan johann johanna johanne johannes john johnny joke jolana jolanda jolanta jolene ' +
  'jon jona jonah jonas jonathan joni jonina jonna joonas joost jordan jordi jorg jorge jorgen joris jorma jorn jorrit jose josef josefa josefin josefina ' +
  'josefine joseph josephine josh joshua josiane josie josip josipa jouko jouni jovan joy joyce jozef jozefa jozica jozo jozsef juan juanita judit judita ' +
  'judith judy judyta juha juhani jukka jule jules julia julian juliana juliane julianna julie julien juliet juliette julija julio julita julius juliusz ' +
  'juma jun juni junichi junko juraj jure jurgen juris jurriaan jussi justin justine justyn justyna jutta jyoti jytte kaan kaarina kaarlo kacper kadiatou ' +
  'kadir kadri kai kaija kaisa kaitlyn kaito kaj kaja kajetan kajsa kalevi kalina kalle kalpana kamal kamala kamau kamil kamila kanako kaori kara karel ' +
  'karen kari karim karin karina karine karitas karl karla karlheinz karlijn karlo karmela karmen karolin karolina karoly karsten karthik kasey kashif ' +
  'kasper kata katalin katarina katarzyna kate katelyn katerina kateryna katharina kathe katherine kathleen kathrin kathryn kathy kati katie katja katla ' +
  'katri katrin katrina katrine kauko kaveh kavita kayla kazimierz kazuki kazuko kazuo kees keijo keiko keith kelechi kellie kelly kelsey kemal ken ' +
  'kendall kendra kenechukwu kenji kenneth kenny kent kenta kerry kerstin ketevan kevin khadija khaled khalid kielo kilian kim kimberly kimi kimmo kinga ' +
  'kira kiran kirill kirk kirsi kirsten kirsti kirstine kjartan kjell kjersti kjetil klaas klara klaudia klaudie klaudija klaus klavdia klavdija klemens ' +
  'klementyna kleopatra knud knut koen kofi koji kojo kolbrun konrad konrað konstancja konstantin konstantina konstantinos konstanty kornel kornelia ' +
  'kornelie kornelija kostas kourosh kresimir krishna krista kristen kristi kristian kristie kristijan kristin kristina kristine kristjan kristjana ' +
  'kristoffer kristy kristyna krisztian krisztina krysia krystian krystof krystyna krzysztof ksawery ksenia ksenija kubra kumar kumiko kurt kveta kvido ' +
  'kwabena kwame kyle kylie kyllikki kyoko kyosti lacey lachlan ladislav laetitia laila lajos lakshman lakshmi laleh lamia lan lana lance lara larisa ' +
  'larissa larry lars larysa lasse laszlo lata latasha latifa latoya laufey laura laure lauren laurence laurens laurent lauri laurien lauritz lawrence ' +
  'layla lea leah leandro leanne lee leena leendert leevi lei leif leigh leila lela lempi lena lene leni lenka lennart leo leokadia leon leona leonard ' +
  'leonarda leonardo leonel leonia leonid leonie leonor leopold leos lerato leroy leslie lester leszek leticia letizia levan levent levente levin lex ' +
  'leyla lia liam libor libuse lidia lidija lidmila lieke lieneke liesbeth liesel lieselotte liga liisa liisi lila lilian liliana liliane lilja lillian ' +
  'lillie lilly lily lina linda lindsay lindsey line linh linn linnea linus lionel lis lisa lisanne lisbet lisbeth lise liselotte liss liv liwia liz lize ' +
  'ljuba ljubica ljudmila lloyd lobke lodewijk loes logan logi loic lois lola lone longin lonneke lora loraine loredana loren lorena lorenzo loretta lori ' +
  'lorna lorraine lotta lotte louis louise lourdes lovisa lovise lovre lovro luana lubomir lubor luc luca lucas lucia luciano lucie lucienne lucija ' +
  'lucille lucinda lucja lucjan lucy lucyna ludek ludmila ludovic ludvig ludvik ludwig ludwik ludwika luella luigi luis luisa luka lukas lukasz luke lula ' +
  'lumir luna luuk luz lydia lydie lykke lyla lyle lynda lynette lynn lynne lyubov lyudmila lyyli maaike maaria maarit maarten maartje mabel macarena ' +
  'machteld maciej macy madeleine madeline madelon madhu madison mads mae magali magda magdalena magdolna maggie magne magnea magnus maha mahesh mahmoud ' +
  'mahmut mahsa mai maija maike maiken maisie maite maj maja majda majid makoto maks maksim maksimiljan maksymilian malak malcolm malene malfriður ' +
  'malgorzata malika malin mallory malte malwina mamadou mamie manca manda mandy manfred manish manoj manon manpreet mansour manuel manuela mara marc ' +
  'marcel marcela marceli marcelina marcella marcelle marcia marcin marcio marcjanna marco marcos marcus mareike marek maren margaret margareta margarete ' +
  'margarethe margarita margaux margery margherita margie margit margita margo margot margret margrethe margriet marguerite mari maria maria-lena mariam ' +
  'mariama marian mariana mariangela mariann marianna marianne maribel marica maricela marie marieke marija marijan marijana marije marijke marijn marika ' +
  'mariko marilyn marin marina marinka mario marion marisa marissa marit marita maritza marius mariusz mariya marja marjan marjana marjatta marjeta ' +
  'marjetka marjo marjolein marjon marjorie marjut mark marketa markku marko markus marla marlena marlene marlies marloes marsha marshall marta marte ' +
  'marten martha martijn martin martina martine martta martti martyna marvin marwan mary maryam maryann maryanne maryla maryna maryse marzena masato ' +
  'mason masoud massimo mate matea matej mateja mateo mateusz matevz mathew mathias mathieu mathilda mathilde matic matija matilda matilde matjaz mato ' +
  'mats matt matteo matthew matthias matthieu matthijs matthildur matti mattia mattias mattie mattis matylda maud maura maureen maurice maurits maurizio ' +
  'maurycy mavis max maxim maxime maximilian maxine maxmilian maxmiliana may mayumi mechthild meena meera meeri mees megan megumi mehdi mehmet mehran mei ' +
  'meike melania melanie melek melina melinda melissa melita melody meltem melvin menno mercedes mercy meredith merel merete merethe merja merve mervi ' +
  'meryem meta metin metod mette mia michael michaela michal michalina michalis michel michela michele michelle michiel michiko mick mie mieczyslaw mieke ' +
  'mies miguel miha mihael mihaela mihai mihaly miho miia miika mijo mika mikael mike mikhail miki mikkel mikko miklos mila milada milagros milan mildred ' +
  'mile milena milica miljenko milka milla milos miloslav miloslawa milosz milton mina mindaugas mindy ming minh minji minjun minke minna minnie mira ' +
  'miran miranda mireille mirek mirela miriam mirja mirjam mirjana mirka mirko mirna miro miroslav miroslava miroslaw miroslawa mirva mirza misaki misty ' +
  'mitchell mitja mitra miyuki mladen moa mogens mohamed mohammad mohammed mohamud mohan mohit mohsen moira mojca mojmir molly mona monica monika monique ' +
  'montserrat moreno morgan morgane moritz morten mouna mourad moussa muhammad mukesh murat muriel mustafa mustapha mwangi mykhailo mykola mylene myra ' +
  'myrna myrthe myrtle nabil nace nada nadeem nadege nader nadezda nadezhda nadia nadine nadja naima naja nanami nancy nanette nanna naoki naoko naomi ' +
  'naresh nasreen nasrin nasser natalia natalie nataliya natalya natan natasa natasha natasja nathalie nathan nathaniel natsuki naveed naveen nea neal ' +
  'negar neha neil nejc nel nela nele nell nelleke nelli nellie nelly nemanja nenad nera nesrin nettie neven nevena nevenka neza ngoc ngozi nguyen niall ' +
  'niamh nicholas nichole nick nico nicola nicolae nicolai nicolas nicole nicoline niels nienke nieves nigel niilo niina nika nikhil nikita nikki niklas ' +
  'niko nikola nikolai nikolaj nikolaos nikolay nikolina nikos niksa nilgun niloofar nils nina nino nisha nitin nives njeri nnamdi nneka noah noel noelia ' +
  'noelle noemi noemie nomsa nonna noor noora noortje nora norbert noreen noriko norma norman nour noura nuno nuray nuria obinna oceane oda odd odessa ' +
  'odette odile ognjen oiva oksana oktawia ola olaf olafur oldrich oldriska ole oleg oleh oleksandr oleksandra oleksiy olesya olga olgierd oliver olivia ' +
  'olivie olivier oliwer oliwia olle olli olof olov olumide oluwaseun omar omer omid ondrej onni onur oona opal ophelie orhan orjan orla orlando orn ' +
  'ornella orvar orvokki osama osamu oscar osk oskar oskari osman otakar otavio otieno otilija otis oto oton otso ottavio otto otylia otylie oumou ' +
  'ousmane outi ove owain owen oxana oystein oyvind ozgur ozlem oðinn paavo pablo padma padraig paige paivi pal pall pallavi palle pamela panagiota ' +
  'panagiotis pankaj pansy paola paolo paraskevi parisa parvati parvin parviz pascal pascale pasi pasquale patrice patricia patricie patrick patrik ' +
  'patrizia patrycja patryk patsy paul paula paulette pauliina paulina pauline paulo pavel pavla pavlo pawel pearl peder pedro peggy pekka pelagia pelin ' +
  'penelope penny pentti per pernilla pernille perrine perry pertti perttu petar pete peter petr petra petri petro petronela petur phil philip philipp ' +
  'philippe phillip phoebe phuong phyllis pia pierre piers piet pieter pietro piia pilar pim pinar ping pinja piotr piret pirjo pirkko pola polina polly ' +
  'polona polonca pooja poonam poppy poul pouneh pradeep prakash pranav prasad praveen preben predrag preeti premysl preston priit primoz priscilla priya ' +
  'prokop przemek przemyslaw putri pyotr qiang quang quentin quinten rachael rachel rachelle rachid radana radek radha radim radka rado radomir radoslava ' +
  'radoslaw radovan radu rafael rafal raffaele raffaella raghav ragna ragnar ragnheiður ragnhild rahul raija raili raimo rainer raisa raj rajan rajesh ' +
  'rajiv rajko rajmund rakel rakesh ralf ralph raluca ramazan ramesh rami ramin ramon ramona ramzan ramzi randall randi randy rani rania rannveig raphael ' +
  'raquel rasa rasha rashmi rasmus raul ravi ray raymond reba rebecca rebecka recep reetta regina regine regis reijo reiko reima rein reiner reinhard ' +
  'reinhold reinier reino reka rekha remco remedios remi remigiusz remy renata renate renato rene renee rens renske reuben reza rhonda rhys ria rianne ' +
  'ricardo riccardo richard rick rickard ricky rie rieke riet rigmor riikka riitta rik rikard rikke riku rim rimma rina risto rita ritesh ritu ritva ' +
  'roald rob robbie robert roberta roberto robin rocco rochelle rocio rodney rodrigo roel roelien rogelio roger rohit roisin rok roko roksana roland ' +
  'rolande rolf roma romain roman romana romy ron ronald ronan ronja roope roos roosa rory rosa rosalie rosalind rosanna rosario roscislaw rosemarie ' +
  'rosemary rosie roslyn ross rossella rostislav roxana roxane roxanna roxanne roy roya roza rozalia rozalie rozalija ruben rubina ruby rudi rudolf ' +
  'ruggero rui rukhsana runar rune rupert ruprecht ruslan russell rut rutger ruth ruud ruzena ruzica ryan ryo ryszard ryszarda saara sabah sabina sabine ' +
  'sabrina sachiko sachin sadia sadie saeed safa safia saga sahar said saija saila saima saimi sakura salih salim salka salla salli sally salma salman ' +
  'salome salomea salvador salvatore sam samaneh samantha samar sameer sami samina samir samira samo samuel samuli sanaa sandeep sander sandi sandor ' +
  'sandra sandrine sandro sandy sanelma sangeeta sanja sanjay sanjin sanna sanne sanni santeri santiago santtu sara sarah sari sarita sarka sasa saskia ' +
  'saskie saso satish satoshi satu saud sauli savannah savita sayaka scott seamus sean sebastiaan sebastian sebastien sebastijan seda seema segun seija ' +
  'selam selena selim selin selma sem sema senja senka seojun sepideh sepp seppo serena sergei sergey sergio serhiy serife serkan servac seth severine ' +
  'sevgi sevim seweryn seweryna seydou shabnam shahid shahram shahrzad shaima shalini shamil shana shane shankar shannon shanti shari sharlene sharon ' +
  'shaun shauna shawn shawna shazia sheela sheila shelby shelley sheri sherri sherrie sherry sheryl shigeru shinji shirin shirley shiv shizuka shobha ' +
  'shota shreya shyam siavash sibel siddharth sidney siegfried sieglinde siegmund siem sierra sif signe signy sigrid sigriður sigrun sigurbjorg sigurd ' +
  'sigurlaug sigurður sigvard siiri silja silje silke sille silva silvana silvia silvie silvija silvio silvo sime simen simin simon simona simone sina ' +
  'sinan sindre sindri sinead sini sinikka sinisa siobhan sipho siri sirkka sirkku sirpa sisko sita siti siv sivert sixten sjoerd skuli skye skylar ' +
  'slaven slavena slavica slavka slavko slavomir slawomir slobodan smita sneha snezana snezhana snorri snædis sofia sofie sofija sofya soile solange ' +
  'soledad solene solrun solveig solvi sona songul sonia sonja soojin sophia sophie soraya soren souad soyeon spela spencer spyros srecko sri srinivas ' +
  'stacey stacie stacy stane stanislav stanislava stanislaw stanislawa stanka stanko stanley stavros steen stefan stefania stefanie stefanija stefano ' +
  'steffen steffi stefica stefka steinar steinn steinunn steinvor stela stella stepan stepanka stephane stephanie stephen steve steven stian stig stijn ' +
  'stina stine stjepan stojan stoyan stuart sture subhash sudha sudhir sue sule suleyman sultan sumaya summer suncica sune sungmin sunil sunita sunniva ' +
  'suresh susan susana susann susanna susanne sushma susumu suvi suzana suzanne suzette svala svanhildur svatava svatopluk svava svea svein sveinn sven ' +
  'svend svenja sverre sverrir svetlana swantje swati sybil sylva sylvain sylvi sylvia sylviane sylvie sylwana sylwia synne synnove szabolcs szczepan ' +
  'szilvia szymon sæmundur sæunn sævar tabea tabitha tadashi tadeas tadej tadeusz taina taisto taja takashi takeshi tamar tamara tamas tamika tammy tana ' +
  'taneli tania tanja tanvi tanya tao tapani tara taraneh taras tarek tarik tariq tarja tarmo taru tarun tasha tatana tatiana tatjana tatsuya tatyana ' +
  'tauno tea ted teemu teija teja tekla tella tellervo telma tena teodor teresa tereza terezija terhi terje tero terry terttu tesfaye tess tessa tetsuya ' +
  'teun thabo thais thanasis thandi thanh thao thea thelma themba theo theodor theodore theodoros theresa therese thiago thibault thibaut thierry thies ' +
  'thijs thilo thomas thor thora thorbjorn thore thorkild thorsten thuy thyra tiago tibor tiffani tiffany tigist tigran tihomir tiia tiina tijana tijs ' +
  'tilen till tilly tilman tilo tim timea timi timo timofey timothy timur tin tina tine tineke tinna tiril tisha tiziana tjeerd tjitske tobias toby todor ' +
  'toini tola tolga tom toma tomas tomasz tomaz tomi tomislav tommaso tommy tomoko tomomi ton tone toni tonje tony tonya toomas toos topi tor tora torben ' +
  'torbjorn tore toril torill torkel torsten torsti toshio tosia tove tracey tracy trang trausti travis trent trevor tricia trijntje trina trine trisha ' +
  'tristan troels trond troy trudy truus trygve tshepo tuan tugba tuija tuire tuncay tunde tuomas tuomo turgut turid tuula tuulia tuulikki tuva tuyet ' +
  'tvrtko twan twila tyler tymoteusz tytus tyyne uche uday udo uffe ufuk ugo ugochukwu ulf ulfhildur ulla ulla-maija ullrich ulpu ulrich ulrik ulrika ' +
  'ulrike ulrikke uma umar umberto umut una unelma unn unnar unni unnur unto urban urh urho uros urpo ursa urska ursula urszula uschi usha usman ute uwe ' +
  'vaclav vadim vahan vahid vaino vala valarie valbona valdemar valdimar valdis valentin valentina valentine valentyna valeria valerie valerija valerio ' +
  'valery valgeir valgerður valter vanda vandana vanessa vanja vappu varpu varun varvara vasco vasil vasile vasiliki vasilis vasilisa vasily vasyl ' +
  'vedrana veera veikko veit veljko velma vendelin vendula vendulka venkat venla vera verena verna verner veronica veronika veronique vesa veslemoy vesna ' +
  'vibeke vicente vickie vicky victor victoria vid vida vidar vidya vieno vigdis viggo vijay vika vikas vikram viktor viktoria viktorie vilde vilem ' +
  'vilhelm vilhjalmur vilho vilja viljem ville ville-valtteri vilma vilmer vinay vincent vincenzo vinicius vinko vinod vinzenz viola violet virginia ' +
  'virpi virve vishal visnja vit vitaly vitezslav vito vitoria vittoria vittorio vitus vivek vivian viviana viviane viðar vjekoslav vladan vladimir ' +
  'vladimira vladislav vladislava vlado vlasta vlastimil vlastimila vlastislav vlatka vlatko vojko vojtech volkan volker volodymyr vratislav vyacheslav ' +
  'waclaw waclawa wade wafa waldemar walenty walentyna waleria walid walter walther waltraud wanda wanjiku waqar warren wawrzyniec wayne wei wenche wendy ' +
  'werner weronika wesley wessel whitney wiebe wiebke wienczyslaw wiera wies wieslaw wieslawa wietske wiktor wiktoria wilbert wilfried wilhelm wilhelmina ' +
  'willem willem-alexander willemijn william willie willow willy wilma wim wincenty winfried winifred wioletta wislawa wit witold wladyslaw wladyslawa ' +
  'wojciech wojtek wolfgang wouter xandra xaver xavier xenie xia xiaoli xiaoming ximena xiu yalda yan yana yann yannick yannis yaroslav yaroslava yasemin ' +
  'yash yasin yasmin yasmine yasser yasuo yavuz yaw yegor yekaterina yelena yeliz yesenia yetunde yevgeny yevhen ying ylva yngve yoko yolanda yolande ' +
  'yong yoshio younes youngho yousef youssef yuji yuka yuki yuko yulia yuliya yumi yumiko yuri yuriko yuriy yury yusuf yuta yves yvette yvonne zachary ' +
  'zahid zahra zaid zainab zala zan zana zanele zaneta zarko zavis zawadi zbigniew zbynek zbysek zdena zdenek zdenka zdenko zdislava zdravko zdzislaw ' +
  'zdzislawa zehra zelda zeliha zeljka zeljko zenobia zenon zenona zeynep zhanna zhen zhi ziad ziga zikmund zinaida zineb zinka zita zlata zlatko zoe ' +
  'zofia zofie zofija zohreh zoltan zora zoran zorka zoya zsofia zsolt zsuzsanna zurab zuzana zuzanna zvone zvonimir zvonko zygmunt zyta ægir þor þora ' +
  'þorarinn þorbjorn þordis þorey þorsteinn þorunn þorður þuriður'

const FAMILY =
  'adams adeyemi aebi ahmed ahrens aigner akhtar albrecht ali allen almeida alonso alvarez alves andersen anderson andersson andre antunes araujo arnaud ' +
  'arnold arslan asante aslan aydin babic bachmann bailey baker bakker balogh banerjee barbier barbieri barker barnes barros bauer baumann becker beek ' +
  'begum behrens bell benes bennett benoit berg berger bergeron berglund bergmann bergstrom bernard bertrand bianchi blanc blanco boateng bohm bondarenko ' +
  'bonnet bos bosman bouchard bowen bowers boyer boyle bradley braun broek brooks brouwer brown bruijn brunet brunner bruno bryant buchanan buhler bui ' +
  'burke burns busch butler byrne cabrera calvo cameron campbell campos cano cao cardoso carpentier carrasco carter cartwright caruso carvalho castillo ' +
  'castro celik cerny chapman chatterjee chavez chen cheng chevalier cho choi chowdhury christensen christiansen claasen clark clarke clement coelho ' +
  'coleman colin collins colombo conti cook cooper coppola correia cortes costa coulibaly cox crawford cruz cunha dabrowski dang das davies davis dawson ' +
  'dekker delgado demir denis desai diallo diaz dierks dijk dijkstra diop dixon dogan dolezal dominguez dong dordevic douglas doyle dubois dufour dumont ' +
  'dupont durand duval dvorak ebner eder edwards egger ekstrom elliott ellis engel engstrom eriksson esposito evans fabbri fall farkas faure feng ' +
  'ferguson fernandes fernandez ferrara ferrari ferraro ferreira fiala fischer fisher fletcher flores fontaine fontana forbes forsberg fortin foster ' +
  'fournier franke fraser frei fuchs fuentes gagnon gaillard gallagher gallego galli gallo garcia gardner garnier garrido gauthier gentile gerber gibson ' +
  'gil gilbert giordano girard gomes gomez goncalves gonzalez gordon graaf grabowski graf graham graves gray greco green griffin griffiths gruber guerin ' +
  'guerrero gunther guo gupta gustafsson gutierrez haan haas hahn hajek hall hamalainen hamilton hansen harms harris hart hartmann harvey hayashi hayes ' +
  'heikkinen heinrich henderson hendriks hernandez herrera herrmann hess heuvel hicks hill hoang hoekstra hofer hoffmann holmberg holmes holmstrom horak ' +
  'horn horvat horvath howard huang huber hudson hughes huisman hunt hunter hussain iglesias ilic inoue ionescu iqbal ito ivanov iyer jackson jacobs ' +
  'jager james jang jankowski jansen janssen jarvinen jenkins jennings jensen jesus jimenez johansen johansson johnson jones jonsson jordan jorgensen ' +
  'joshi jovanovic juhasz jung juric kaczmarek kaiser kaminski kang karlsson kato kavanagh kaya keita keller kelly kennedy khan kilic kim kimura king kiss ' +
  'klein knezevic knudsen kobayashi koc kofler kohler kok koning korhonen koskinen koster kovacevic kovacic kovacs kovalenko kowalczyk kowalski kozlov ' +
  'kozlowski kral kramer kraus krause kravchenko krawczyk kristensen krol kruger kucera kuhn kuiper kuipers kumar kunz kurt kuznetsov kwiatkowski laine ' +
  'lakatos lambert lang lange larsen larsson laurent lavoie lawson lebedev leblanc lechner leclerc lecomte lee lefebvre legrand lehmann leitner lemaire ' +
  'leon leone leroux leroy lewandowski lewis liang lim lin lindberg lindgren lindner lindqvist lindstrom liu llewellyn lombardi lombardo long longo lopes ' +
  'lopez lorenz lozano lundberg lundgren lundqvist lundstrom luo lynch maas macdonald mackenzie maclean madsen maier makela makinen malik mancini ' +
  'marchand marek mariani maric marin marino markovic marques marquez marsh marshall martin martinelli martinez martini martins mason masson matsumoto ' +
  'matthews mayer mazur mcdonald mcgregor mclean medina meer mehta meier meijer mendes mendez mendoza menon mensah mercier meszaros meyer michalski ' +
  'miller mitchell molina moller molnar monteiro moore morales moreau moreira morel moreno moretti morgan morozov morris mortensen moser mukherjee mulder ' +
  'muller munoz murphy myers nair nakamura navarro ndiaye nelson nemec nemeth neumann neves newton ngo nguyen nielsen nieminen nikolic nilsson nolan ' +
  'novak novikov novotny nowak nunes nunez nystrom okafor okonkwo oliveira olsen olsson ortega ortiz osborne otto owusu ozdemir ozkan ozturk palmer ' +
  'palumbo papadopoulos papp park parker patel patterson paulsen pawlowski pearson pedersen pellegrini pelletier pena pereira perez perrin perry persson ' +
  'peters petersen peterson petrov petrovic pettersson pfeifer pfeiffer pham phan phillips picard pichler pinto piotrowski pires pohl poirier polat popa ' +
  'popescu popov porter pospisil poulsen powell preston price prieto pritchard prochazka quinn radu ramirez ramos rao rasmussen reddy reed reis reiter ' +
  'renard renaud rey reyes reynolds rhodes ribeiro ricci richardson richter rinaldi rivera rizzo roberts robinson rocha rodrigues rodriguez rogers romano ' +
  'romero ross rossi roth rousseau roussel roux rubio ruiz russell russo ruzicka ryan sahin saito sanchez sandberg sanders sandstrom sanna santoro santos ' +
  'sanz sasaki sato sauer saunders schafer scharer schmidt schmitt schneider scholz schouten schroder schubert schulte schulz schumacher scott sedlacek ' +
  'seidel serra serrano shah sharma sharp shaw shevchenko shimizu sidorov silva simmons simoes simon simsek sinclair singh sjoberg smirnov smit smith ' +
  'smits soares soderberg sokolov sommer sorensen sousa sow spencer stadler steiner stevens stewart stojanovic stone suarez sullivan sun sutherland ' +
  'suzuki svensson svoboda szabo szymanski takacs takahashi tanaka tang taylor teixeira tessier thibault thibodeau thomas thompson thomsen tkachenko ' +
  'torres toth tran traore tremblay tucker turner tyler varga vasquez vaughan vazquez veen veenstra vega verhoeven vermeulen vesely vidal vieira vincent ' +
  'virtanen visser vitale vogel voigt volkov vries vukovic wagner walker wallace wallin walsh walter walters wang ward warren watanabe watson webb weber ' +
  'webster weiss wells werner west wheeler whelan white whitehead wieczorek wikstrom wilkinson willems williams wilson wimmer winkler wisniewski wojcik ' +
  'wolff wood wozniak wright wyss xiao xie xu yamada yamaguchi yamamoto yang yates yildirim yildiz yilmaz yoon yoshida zajac zeman zhang zhao zheng zhou ' +
  'zhu ziegler zielinski zimmermann zurcher'

/** Names that are also words: alone they say nothing, beside another name they do. */
const ALSO_WORDS =
  'africa alexa ali alma alt ama amber america amour amparo an ana angel angela april art asia august aurora austin ava baker bank banks barbara baron ' +
  'bas basil bauer beck bell bella ben berg bernard best bianca bill bird bishop black blanc bo braun brooklyn brown bruno buck buddy busch butler campos ' +
  'can carol carolina carter case charlotte chase chelsea chevalier china cho chuck clara claudia clement consuelo cook cooper cortana costa cross cruz ' +
  'crystal daan daisy dakota dale dallas dana das dawn day dean denis deniz destiny dick do dolores don dong dora drew duke earl els elsa engel ernst esa ' +
  'esi faith fall finn fish fisher fleur floor florence flores fontaine fox franca frank franke frei frey fuchs gaia gail gaillard gene georgia gift ' +
  'ginger gloria golf grace graf grant green greta gross guy haas hahn hall harmony hart hazel heather hill holly hong hope horn houston hunt hunter ib ' +
  'ida india ines iris israel ito ivy jack jackson jade jana java jean jordan joy june jung kai kaiser kari kees keller ken kim king kiss klein koch ' +
  'kraus kunde kurt kurz laine lan lane lang lange laura lee legrand leo leon leroy lexus lily lim lin lincoln linda lion london long lotta lotte lourdes ' +
  'luna madison mai major marchand marina mark marsh marshall martin mason masson mats max may mees mega melody mercedes mercy merel mia milagros milan ' +
  'miles ming mini montana muller nada neu nieves nike nina noel noor nova ola ole olive opal page palmer papp paris park parker pascal pat patience ' +
  'paula pearl peg penny pepper per perl phoenix pia picard pilar pim ping pollard polo pope poppy porsche porter potter price prince princess queen ray ' +
  'reed regina reich remedios rey ria rich rick rik rob robin rocha rocky roos rosa rosario rose rosemary roth roux ruby rusty ruth sage sam sanders ' +
  'sandy santos sari satu sauer savannah schwarz sem serena serra shah sharp sierra silva silvia simon sina siri skip so sol sommer sow sri star stark ' +
  'stein stella stone sue sultan summer sun sunny swift sydney tang tao taylor tell tiger tim tom ton tor trinity trudy turner tyler van vega vera ' +
  'victoria vincent viola violet virginia vogel wald walker ward weiss wells west white will willow wim windy winter wolf wood yan yaw ying young'

/** Capitalised in the middle of a sentence, and nobody’s name. */
const ORDINARY =
  'a abend about account acer act active actually additionally address adidas admin advice advisory afghan afghanistan africa african after afterwards ag ' +
  'again agency agent ah air airbnb airlines airport albania albanian aldi alexa algeria all almost already also although always am amazon america ' +
  'american amex amsterdam an ancient and android angeles ankara another answer antwerp any anyone anything anyway app apple apps april arabia arabic are ' +
  'argentina article as asia asian associates association asus asylum at athens atm audi auf augsburg august aus australia australian austria austrian ' +
  'automatic autumn avenue award awards baby bad baden bahn band bangalore bangladesh bank barcelona barclays basel basic basically bavaria bavarian ' +
  'bayern be beach because been before bei beijing belfast belgian belgien belgium benefit benefits benz berlin bern besides best better bible bicycle ' +
  'bielefeld big bike bilbao billing birmingham birth bis bitte black blue bmw bochum bologna bonn booking bordeaux bosch bosnia bosnian boston bot both ' +
  'brandenburg bratislava brazil brazilian bremen bridge britain british brno brother brussels bucharest budapest buddhist bulgaria bulgarian bureau bus ' +
  'business but button by cafe café california camera can canada canadian canon canyon car card carolina cash castle catholic center central centre ' +
  'certificate chapter chase chat cheers chemnitz chicago child children chile china chinese choir christ christian christmas chrome church cinema ' +
  'citibank citizen citizens city classic classical client closed club code college cologne colombia color colour comfort comment commerzbank commission ' +
  'committee community company computer conditions congratulations consulting contact cookie copenhagen cork corp corporation could council counseling ' +
  'counselling country county coupon course courses court credit croatia croatian crystal cuba cultural currently customer cyber cyprus czech daily ' +
  'dallas damen dance danish danke darf darmstadt das date day daycare dear death debit december dein delhi delivery dell deluxe dem den denmark ' +
  'department der des description despite deutsche deutschland dezember dhl diamond did die dienstag digital director disability disabled discount ' +
  'discover divorce do doctor does dollar dollars donnerstag dortmund dpd dr dresden driver driving dropbox du dubai dublin duisburg dutch dänemark ' +
  'dürfen düsseldorf e-bike each east easter eastern ebay ebike edge edinburgh edition education egypt egyptian ein eindhoven eine einen either ' +
  'electronic electronics else email emirates employment engineer england english enough enterprise entertainment epson er erfurt eritrea es essen ' +
  'estonia estonian ethiopia etsy eu euro europe european euros even ever every everybody everyone everything excel expedia express facebook family faq ' +
  'fargo father februar february federal fedex festival few fiat figure finally finland finnish firefox first fitbit florence florida for ford forest ' +
  'form foundation france francisco frankfurt frankreich frau free freiburg freitag french freundlichen friday from fund furthermore für garden garmin ' +
  'gate gdansk gegen general geneva genf genuine georgia gera german germany ghana ghent gibt gift giropay glasgow gls gluten gmail gmbh god gold golden ' +
  'good goodbye google government gps grand graz great greece greek green greetings grey griechenland group gruß grüße guarantee guten habe haben hague ' +
  'hall halle hallo halloween hamburg hannover hanover hat he health heidelberg hello help helpdesk helsinki her here hermes herr herren herrn hesse ' +
  'hessen hey hi hindu his hmm holding holdings holland holstein home honda hopefully hospital hotel house housing how however hp hsbc huawei hungarian ' +
  "hungary i i'd i'll i'm i've iceland ich if ihr ihre ikea im imperial in inc india indian indonesia industrial information ing innsbruck instagram " +
  'instead institute insurance integration international internet invoice ios ipad iphone iran iranian iraq iraqi ireland irish is islamic israel israeli ' +
  'ist istanbul it italian italien italy item items its izmir januar january japan japanese jena jersey jesus jewish job jobcenter jobs jordan journal ' +
  'juli july june juni just jänner kann karlsruhe kassel kenya kids kiel kiev kind kindergarten king kingdom klagenfurt klarna korea korean kosovo krakow ' +
  'kundendienst kundenservice kurdish kyiv köln können labor labour lady lake language languages laptop large las last latin latvia latvian lausanne law ' +
  "lebanon leeds left leipzig lenovo leute levi's lg libraries library libya licence license lidl liebe lieber lille limited line link linux linz lisbon " +
  'lite lithuania lithuanian little liverpool llc local login london lord los lower ltd lucerne lufthansa luxembourg luzern lviv lyon lübeck mac macbook ' +
  'macedonia madam madame mademoiselle madrid maestro magazine magdeburg mai mail mainz malaga malaysia malta manager manchester mannheim manual many ' +
  'march market marriage marseille mastercard max may maybe mayor meanwhile media medium meeting meetings mein meine melbourne men menu mercedes message ' +
  'mevrouw mexican mexico miami michigan microsoft miele might migration mijnheer milan milano mini minister ministry miss mit mittwoch mobile model ' +
  'modern monday money monsieur montag montenegro month montreal monzo more moreover morgen moroccan morocco moscow most mother motors mountain mr mrs ms ' +
  'much mumbai munich municipality museum music muslim muss must my märz münchen münster müssen n26 nach name nantes naples national natural neither ' +
  'netflix netherlands never new news newsletter next nice niederlande nigeria nigerian nike nikon no nobody nokia none north northern norway norwegian ' +
  'not note nothing november now number nuremberg nurse nursery nürnberg obviously october odessa office often oh ohio ohne ok okay oktober old on once ' +
  'online only ontario opel open or orchestra order orders organic original orthodox oslo ostern other otherwise our outlook over own page pakistan ' +
  'palace palatinate panasonic parents paris park part partners passport password payment paypal pdf pension perfect performance perhaps permit persian ' +
  'peru peugeot pfingsten philippines philips phone pictures pin pink place plane playground please plus poland polen police policy polish pool porto ' +
  'portugal portuguese post potsdam pound pounds power powerpoint prague pregnancy premium president price prime prince privacy private pro product ' +
  'products prof professional professor profile program programme programs project projects protestant public puma quebec queen question quite quran ' +
  'radio ramadan rather really receipt recently records red refugee refugees refund regards regensburg regional registration renault republic residence ' +
  'restaurant return returns revolut reykjavik right river road roma roman romania romanian rome room rostock rotterdam royal rural russia russian ' +
  'ryanair saarland sachsen safari safety saint sale sales salzburg same samstag samsung san santander saturday saudi saxony schleswig school schweiz ' +
  'scotland scottish seat seattle second section senior seniors sent sepa september serbia serbian series service services settings several sevilla ' +
  'seville señor señora shall shanghai she shimano shipping shop shopify should sie siemens signor signora silver silvester since sincerely sind ' +
  'singapore sir siri site size skoda slack slovak slovakia slovenia slovenian small smart sms so social society sofia sofort software soll solutions ' +
  'somalia some somebody someone something sonnabend sonntag sony sorry south southern spain spanien spanish sparkasse special sport sports spotify ' +
  'spring square sram st standard state states station step still stockholm store strasbourg street stripe studio studios stuttgart styria subject such ' +
  'sudan summer sunday support sure sweden swedish swimming swiss switzerland sydney syria syrian systems table tablet tag tax taxes teacher team teams ' +
  'technologies telekom terms tesla texas thailand than thank thanks thanksgiving that the theater theatre their then there therefore these they third ' +
  'this those though thuringia thursday thüringen tiktok time times tirol title to today tokyo tomorrow too toronto toulouse tour tower town toyota ' +
  'tracking traditional trail train training tribunal trust trustpilot tuesday tunisia turin turkey turkish tv twitter tyrol türkei uae uber uk ukraine ' +
  'ukrainian ulm ultra um und under unemployment unfortunately ungarn union united university unless unser until upper ups urban uruguay us usa usb used ' +
  'user usps utrecht valencia vancouver vat vegan vegetarian venezuela venice version very viele vielen vienna vietnam virginia visa vodafone volksbank ' +
  'volkswagen volunteer volunteering volvo von vorarlberg voucher vw wales wann war warranty warsaw warum was washington we web website wednesday week ' +
  'weekly weihnachten welcome welfare well welsh wer were west western westphalia what whatsapp when where whether which while white who whom whose why ' +
  'wie wien wiesbaden wifi will windows winter wir wise with wlan wo women word workshop world worst would wow wuppertal württemberg würzburg xiaomi xmas ' +
  'yeah year yes yesterday yet york you your yours youth youtube zalando zara zealand zendesk zoom zum zur zurich zusammen zürich österreich'

const BEYOND_ASCII = /[\u0080-\uffff]/

/** Without accents: "José" is asked as "jose". */
export function plain(lower: string): string {
  if (!BEYOND_ASCII.test(lower)) return lower
  const folded = lower.normalize('NFD').replace(/\p{M}/gu, '')
  return folded.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l').replaceAll('đ', 'd')
}

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' ').map(plain))

export const GIVEN_NAMES = setOf(GIVEN)
export const FAMILY_NAMES = setOf(FAMILY)
export const NAMES_AND_WORDS = setOf(ALSO_WORDS)
export const ORDINARY_WORDS = setOf(ORDINARY)
