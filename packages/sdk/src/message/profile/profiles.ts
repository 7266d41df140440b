import { fimJson } from './fim/fim-json.ts';
import { fimXml } from './fim/fim-xml.ts';
import { xdatenfelder } from './fim/xdatenfelder.ts';
import { xplanung } from './foreign/xplanung.ts';
import { xrechnung } from './foreign/xrechnung.ts';
import type { Profile } from './profile.ts';
import { xbau, xbauKernmodul } from './xbau/xbau.ts';
import { xbeteiligung } from './xbeteiligung/xbeteiligung.ts';
import { xberufsbildung, xhochschule, xschule } from './xbildung/xbildung.ts';
import { xdomea } from './xdomea/xdomea.ts';
import { xgewerbeanzeigeDatml } from './xgewerbe/xgewerbeanzeige-datml.ts';
import { xgewerbeanzeige } from './xgewerbe/xgewerbeanzeige.ts';
import { xgewerbeordnung } from './xgewerbe/xgewerbeordnung.ts';
import { xauslaender, xmeld } from './xinneres/xinneres.ts';
import { xjustiz } from './xjustiz/xjustiz.ts';
import { xwasser } from './xwasser/xwasser.ts';

/** The standards that Amtsbote knows by itself. */
export const ownProfiles: readonly Profile[] = [
  xbau,
  xbauKernmodul,
  xgewerbeanzeige,
  xgewerbeanzeigeDatml,
  xgewerbeordnung,
  xmeld,
  xauslaender,
  xbeteiligung,
  xwasser,
  xdomea,
  xschule,
  xhochschule,
  xberufsbildung,
  xjustiz,
  xdatenfelder,
  fimXml,
  fimJson,
  xplanung,
  xrechnung,
];
