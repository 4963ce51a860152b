// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with a profile of its own, which reaches no network. */
final class Browser implements AutoCloseable {
  private static final int HEIGHT = 900;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static {
    // it has no devtools of its own for newer browsers, and needs none
    Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
  }

  /** Skips the test, with a message, where there is no Chromium. */
  static Browser open(Path profile) {
    Optional<Path> browser = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> service = program("chromedriver");
    assumeTrue(
        browser.isPresent() && service.isPresent(),
        "no chromium and chromedriver on the PATH: pages are not looked at"
            + " (Debian: apt-get install chromium chromium-driver)");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--proxy-server=127.0.0.1:9",
        "--user-data-dir=" + profile);
    options.setScriptTimeout(Duration.ofMinutes(5)); // axe, on a machine that does other work
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService started =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(service.get().toFile())
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    return new Browser(new ChromeDriver(started, options));
  }

  private static Optional<Path> program(String... names) {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(place -> Stream.of(names).map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window of this width, in the dark or not. */
  Browser sized(int width, boolean isDark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    return this;
  }

  /** Anew, also where it is shown already: on a busy machine scripts met the page before. */
  Browser show(Path page) {
    driver.get("about:blank");
    driver.get(page.toUri().toString());
    run(
        "while (document.readyState !== 'complete')"
            + " await new Promise(done => setTimeout(done, 20));");
    return this;
  }

  /** What a piece of JavaScript returns; it may wait for a promise. */
  Object run(String script, Object... arguments) {
    return driver.executeScript("return (async () => {" + script + "})()", arguments);
  }

  String text(String script, Object... arguments) {
    return String.valueOf(run(script, arguments));
  }

  long number(String script, Object... arguments) {
    return ((Number) run(script, arguments)).longValue();
  }

  /** What axe finds on the page that is serious or critical; empty: nothing. */
  String seriousFindings() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      inject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertTrue(number("return (await axe.run(document)).passes.length") > 10, "axe did not run");
    return text(
        "const r = await axe.run(document); return r.violations.filter(v => v.impact == 'serious'"
            + " || v.impact == 'critical').map(v => v.id + ': ' + v.nodes[0].html).join('\\n')");
  }

  /** A script that the page's policy would not allow, as a tool of the browser's owner. */
  private void inject(String source) {
    driver.executeScript(source);
  }

  /** Moves the pointer over a place of the window. */
  void point(double x, double y) {
    driver.executeCdpCommand(
        "Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** What the page complained of: errors of scripts, and all that its policy refused. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
