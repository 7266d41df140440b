/** What a browser needs to find its files, its screen, its language and the proxy of the house. */
const needed = new Set(
  [
    ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'PWD'],
    [
      'DISPLAY',
      'WAYLAND_DISPLAY',
      'XAUTHORITY',
      'DBUS_SESSION_BUS_ADDRESS',
      'DBUS_SYSTEM_BUS_ADDRESS',
      'LD_LIBRARY_PATH',
      'CHROME_DEVEL_SANDBOX',
    ],
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
    ['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'USERNAME', 'USERDOMAIN', 'HOMEDRIVE', 'HOMEPATH'],
    ['APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'ALLUSERSPROFILE', 'PUBLIC', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432'],
  ].flat(),
);
const families = /^(LC_|XDG_|FONTCONFIG_|GTK_|SNAP)/;

/**
 * The environment of a browser. Nothing else of ours gets there: a browser runs what applications send it, and secrets and the master key may
 * stand in variables of any name.
 */
export function browserEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const known = needed.has(name.toUpperCase()) || families.test(name.toUpperCase());
      return known && value !== undefined ? [[name, value]] : [];
    }),
  );
}
