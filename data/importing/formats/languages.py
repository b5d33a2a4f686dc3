"""Words of the languages that our users write, from which letters and pairs of letters are counted.

Ordinary words, names, towns and words of trade, so that each letter of a language stands among its usual neighbours.
All lower case: case is judged apart. They tell encodings apart, not languages: close ones may share words.
"""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "english": (
        "café résumé naïve façade fiancé cliché jalapeño coöperate élite début décor über señor the company limited "
        "trading house bakery street road north south client order number amount paid office manager brothers sons "
        "partners group holdings international services supply energy water wood stone mill farm market import export "
        "it's o’neill john’s smith brown james mary william thomas elizabeth price quality year month week"
    ),
    "estonian": (
        "põhja eesti kütus võru mõis tõrva äri õlle sõbrad käo talu ühistu osaühing pärnu jõgeva põlva räpina kärdla "
        "jõhvi sillamäe mustamäe õismäe nõmme lääne lõuna järve jõgi mägi mägede mänd kõrv õun õunapuu öö üks kümme "
        "väike suur võti kivi rõõm töö tööriist tööstus müük ostja käsi jalg lõng õmblus äriühing ehitus mööbel "
        "pagaritöökoda köök söök köögi rõivas hõbe õlu kõik või nägu sõlm müüja müüri raudtee käsitöö põder rätsep "
        "mõtus sõnajalg lõhmus põld pärn kärner tõnu jüri ülo õie ülle jaan tõnis mäe raamatupidamine järelevalve "
        "tänav küla vald põllumees kaubamaja kaubandus lõpp alates hüvitis võlgnevus esindaja täitmata lähiaeg teenus "
        "saare kuressaare viljandi valga tartu tallinn ravi haigla apteek kool lasteaed kirjastus trükikoda raamat "
        "šokolaad žanna garaaž dušš šampoon žürii tšekk šveits kuldnokk lepik sepp tamm saar kask kuusk metsa soo "
        "mööblitehas põllumajandus ühing ühendus õigus õpetaja võrk võrgu hääl häälestus määr määrus päev päike "
        "püha õhtu õhk õppe kõne kõrge kõrgus sõit sõidu lõik vääris väärtus äike ämber ääre üleöö jäätis jäätmed"
    ),
    "finnish": (
        "pöytä tyttö äiti isä hyvää päivää yhtiö osakeyhtiö mäki mäkinen hämäläinen järvinen jyväskylä hämeenlinna "
        "seinäjoki mikkeli lappeenranta kärki kääriäinen väisänen nieminen mäkelä heikkilä hyvä tehtävä työ työkalu "
        "lähiö ympäristö sähkö sähköasennus myynti ostaja käsityö höylä lämpö kylä kylmä tämä näkö väri yö pää päätös "
        "kauppa rakennus leipomo huolto kiinteistö pörssi möbel älä ääni öljy ystävä säästö pankki metsä tehdas "
        "kirjanpito tilitoimisto autohuolto puutarha kukka ravintola hämeen pohjois etelä itä länsi käyttö käytössä "
        "järjestelmä lämmitys jäte jäähdytys mökki pöllö kivi virtanen korhonen laine salminen lehtinen"
    ),
    "swedish": (
        "åkeri åkesson björk björn sjöberg sjöström lindström bergström söderberg öberg östberg åberg ängström "
        "hägglund gävle malmö göteborg västerås örebro umeå luleå linköping norrköping jönköping borås växjö "
        "östersund skellefteå är för från på även både också må nå här där när får går åt år år två små blå grå "
        "bokföring försäljning köp kök hälsa läkare tandläkare färg möbler trä träd däck bageri konditori målare "
        "snickeri byggföretag fastighet förening förvaltning återvinning ångström håkan åsa örjan jörgen märta "
        "gården skärgård fågel hästen själ känsla väg väst öst norr söder kött mjölk bröd smör frukt grönsaker"
    ),
    "german": (
        "müller söhne schröder schäfer krüger köhler könig böhm günther jäger lüdke möller größe straße weiß groß "
        "fuß maß schließen gießen büro bäckerei metzgerei gärtnerei getränke möbel küche kühl öl für über übung "
        "prüfung lösung führung größer löwen brüder bücher häuser räder männer tür glück stück rückgabe verkäufe "
        "geschäft geschäftsführer käufer verkäufer händler großhandel zusätzlich zurück münchen köln düsseldorf "
        "nürnberg würzburg lübeck göttingen tübingen saarbrücken österreich zürich bürger bürgermeister mühle bühler "
        "grün schön hören können müssen möchte früh spät nächste wärme kälte stärke ähnlich äpfel ärzte gebäude "
        "vertrag rechnung kunde betrag straßenbau spaß süß heiß dreißig außen gruß grüße schlüssel gesellschaft "
        "jürgen jörg björn käthe bärbel gemüse kräuter öffnung übersetzung währung erklärung änderung städte"
    ),
    "french": (
        "société générale café crédit électricité énergie bâtiment hôtel hôpital château forêt fenêtre être même "
        "tête fête pêche boulangerie pâtisserie épicerie crèmerie frères mère père première dernière matière "
        "françois françoise garçon façon reçu leçon français provençal ça où là à déjà voilà très après près succès "
        "progrès élève éric andré rené josé hélène jérôme stéphane benoît cécile thérèse agnès irène noël joël "
        "raphaël maïs naïf haïti cœur sœur œuvre bœuf œil côte côté rôle drôle contrôle bientôt août goût coût dû "
        "sûr mûr île naître connaître boîte maître théâtre âge âne pâte tâche gâteau étude école église état "
        "évêque étage étoile équipe réseau sécurité qualité santé beauté liberté marché métier médecin société "
        "téléphone numéro réponse dépôt dépense bénéfice clôture créé créée employé employée d’été l’école aujourd’hui "
        "gérard général régional légère sévère fidèle modèle système problème règle siècle collège piège"
    ),
    "spanish": (
        "peña niño niña año años españa español señor señora compañía montaña mañana pequeño piña viña cabaña muñoz "
        "núñez ibáñez garcía gonzález rodríguez fernández lópez martínez sánchez pérez gómez jiménez ruíz hernández "
        "díaz álvarez gutiérrez ramírez benítez suárez domínguez vázquez josé maría jesús ángel ángeles andrés tomás "
        "sofía lucía raúl óscar iñigo begoña málaga cádiz córdoba león jaén cáceres ávila panadería carnicería "
        "pescadería librería ferretería papelería construcción administración gestión atención información teléfono "
        "número código artículo crédito débito público técnico médico farmacéutico electrónica también después aquí "
        "allí así sí más está estás será país raíz día tía frío río café té qué quién cómo cuándo dónde ¿qué? ¡sí! "
        "único último unión inglés francés azúcar árbol cafetería peluquería jardín jamón salón avión camión"
    ),
    "polish": (
        "łódź kraków poznań gdańsk wrocław rzeszów białystok częstochowa toruń święty świat śląsk źródło żywiec żółty "
        "żona życie zażółć gęślą jaźń mąż wąż ząb dąb łąka ręka męka pięć dziesięć dziewięć się są będzie książka "
        "księgarnia piekarnia wędliny mięso mąka chłód sól góra górski król bóg późno róża córka mówić spółka "
        "spółdzielnia przedsiębiorstwo usługi sprzedaż należność płatność wartość ilość gość miłość kość złoty złota "
        "zakład skład szkoła stół koło było była wełna łukasz paweł michał rafał stanisław bolesław elżbieta "
        "małgorzata agnieszka żaneta józef józefa wójcik wiśniewski dąbrowski kozłowski jabłoński woźniak kaczyński "
        "górski wróbel pawłowski michałowski zieliński szymański kamiński wieczór ogród ogrodniczy łazienki kuźnia "
        "produkcja handel transport budowlane przyjaźń tydzień dzień miesiąc cień koń słońce pański tańce ćma ćwiczyć "
        "być żyć ćwierć źle śnieg środa część jeść nieść niedźwiedź gałąź początek książę"
    ),
    "latvian": (
        "ķekavas siers rēzeknes gaļas kombināts jūrmalas ūdens dārzs un māja ģimenes ārsts rīga liepāja jelgava "
        "daugavpils valmiera cēsis ogre kuldīga saldus tukums sabiedrība biedrība akciju līgums līzings rēķins "
        "maksājums uzņēmums uzņēmējs pārdošana pārdevējs pircējs klients klientu kārlis jānis pēteris andris āris "
        "līga ilze dace zane ģertrūde ņina ļuba žanis šarlote čakste ēriks ūdris bērziņš kalniņš ozoliņš liepiņš "
        "krūmiņš zariņš kļaviņš jansons balodis krastiņš vītols šķēle ķirsis ķieģelis ģēģeris ļaudis ņemt ēka ēdiens "
        "ēdināšana ārpus āda āboliņš īpašums īre īsts īss ūsas ūsiņš ātrs ātri ātrums zāle zāļu zāles zāģētava kūtī "
        "māksla mākslas mēbeles mēness mēnesis gads gadā dienā vārds uzvārds vārdā tālrunis tālis vēstule vēsture "
        "pasūtījums piegāde piegādātājs šūšana šuvējs žurnāls ražošana ražotne lauksaimniecība mežsaimniecība "
        "mežs egļu koks kokzāģētava saldējums piens siera maiznīca konditoreja zivju zvejnieks būve būvniecība "
        "celtniecība darbnīca slimnīca pašvaldība pilsēta ciems iela šoseja brālis brāļi dēls meita māsa tēvs māte "
        "lielākais mazākais pēdējais pirmā otrā trešā visām mūsu jūsu viņš viņa viņu kāds kāpēc šis šī tās tā"
    ),
    "lithuanian": (
        "šiauliai panevėžys klaipėda alytus marijampolė mažeikiai utena tauragė telšiai plungė kretinga šilutė "
        "radviliškis žemė žemės ūkis ūkio ūkininkas įmonė įmonės įrankis įranga ąžuolas ąsotis ėriena šaltinis šviesa "
        "šeima žmogus žmonės žuvis žolė žvejys čia čempionas vyšnia vaisių daržovių pieno mėsos kepykla bendrovė "
        "uždaroji akcinė sąskaita sąskaitos sutartis mokėjimas pardavimų pirkėjas tiekėjas klientų jonas petras "
        "kazlauskas petrauskas jankauskas stankevičius vasiliauskas žukauskas butkus paulauskas urbonas kavaliauskas "
        "kavaliauskienė petrauskienė jankauskaitė navickas ramanauskas sabaliauskas šimkus šarūnas žygimantas "
        "jūratė rūta živilė eglė aušra gražina birutė mindaugas gediminas algirdas kęstutis vytautas šiaurės pietų "
        "rytų vakarų miškas miško upė upės ežeras jūra jūros paslaugos prekyba gamyba statyba remontas baldų medžio "
        "metų mėnesių savaitė diena naktis dėl kodėl būti būvo yra turėti gražus gražūs naujų senų visų mūsų jūsų jų "
        "lietuvių kalbų aukštas aukščiau greitį laišką knygą ranką kelią gatvę tėvas tėvų močiutė sūnūs dukterų"
    ),
    "russian": (
        "северный ветер торговый дом заря мебель и уют цветы у дома шиномонтаж общество ограниченной ответственностью "
        "компания фирма магазин склад офис улица проспект площадь город деревня область район москва петербург "
        "новосибирск екатеринбург казань самара омск челябинск ростов уфа волгоград пермь воронеж саратов иванов "
        "петров сидоров смирнов кузнецов попов васильев соколов михайлов новиков фёдоров морозов волков алексеев "
        "лебедев семёнов егоров павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев "
        "соловьёв борисов яковлев григорьев романов иван пётр сергей андрей дмитрий александр алексей михаил николай "
        "владимир юрий виктор игорь олег анна мария елена ольга татьяна наталья ирина светлана екатерина юлия "
        "людмила галина услуги продажа покупка оплата счёт договор сумма клиент менеджер заказ товар цена скидка "
        "доставка поставщик покупатель строительство ремонт производство оборудование техника техническое "
        "обслуживание медицинский центр аптека больница школа детский сад кафе ресторан хлеб хлебозавод молоко мясо "
        "рыба овощи фрукты вода энергия свет тепло газ нефть лес дерево камень бетон кирпич стекло металл завод "
        "фабрика комбинат объединение предприятие хозяйство земля поле река озеро море гора солнце звезда луна "
        "первый второй третий новый старый большой малый хороший лучший быстрый чистый белый чёрный красный зелёный "
        "синий золотой что это как его для все мы вы они она был была были есть нет да или если когда где здесь там "
        "подъезд съезд объём щит щётка площадка вещь ещё экспорт импорт эконом юг юность яблоко ягода якорь "
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь понедельник вторник среда "
        "жалоба претензия причина решение ответ вопрос звонок встреча письмо рублей копеек тысяч ооо зао оао ип ао"
    ),
}  # fmt: skip
