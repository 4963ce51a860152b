// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** What lies where, on any file system that Hadoop knows. */
record Places(Configuration hadoop) {
  private static final String ENDING = ".cert.json";

  /** A certificate: where it is, and how it is called in what is printed. */
  record Certificate(String uri, String shown) implements java.io.Serializable {
    /** Its file's name, whatever folder it is in. */
    String name() {
      String name = uri.substring(uri.lastIndexOf('/') + 1);
      return name.endsWith(ENDING) ? name : "certificate" + ENDING;
    }
  }

  /** The certificates that a place names, or below it, in path order. */
  List<Certificate> certificates(String place) throws IOException {
    Path path = path(place);
    FileSystem system = path.getFileSystem(hadoop);
    FileStatus status = status(system, path, place);
    if (status.isFile()) return List.of(new Certificate(status.getPath().toString(), place));
    List<Certificate> found = new ArrayList<>();
    String root = status.getPath().toString();
    RemoteIterator<LocatedFileStatus> files = system.listFiles(path, true);
    while (files.hasNext()) {
      String uri = files.next().getPath().toString();
      if (uri.endsWith(ENDING)) {
        String shown = place.replaceAll("/+$", "") + uri.substring(root.length());
        found.add(new Certificate(uri, shown));
      }
    }
    if (found.isEmpty()) throw new IOException("no *.cert.json below " + place);
    found.sort(Comparator.comparing(Certificate::uri));
    return found;
  }

  /** The files of weights or data where the checker looks for them. */
  Set<String> models(List<Certificate> certificates, List<String> more) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (Certificate one : certificates) {
      Path folder = new Path(one.uri).getParent();
      folders.add(folder);
      folders.add(new Path(folder, "models"));
      if (folder.getParent() != null) folders.add(new Path(folder.getParent(), "models"));
    }
    for (String place : more) {
      Path folder = path(place);
      FileStatus status = status(folder.getFileSystem(hadoop), folder, place);
      if (!status.isDirectory()) throw new IOException(place + ": is no folder");
      folders.add(status.getPath());
    }
    Set<String> models = new LinkedHashSet<>();
    for (Path folder : folders) models.addAll(models(folder));
    return models;
  }

  private List<String> models(Path folder) throws IOException {
    List<String> models = new ArrayList<>();
    try {
      for (FileStatus file : folder.getFileSystem(hadoop).listStatus(folder)) {
        String uri = file.getPath().toString();
        if (file.isFile() && uri.endsWith(".safetensors")) models.add(uri);
      }
    } catch (FileNotFoundException none) {
      return models;
    }
    return models;
  }

  private static Path path(String place) throws IOException {
    try {
      return new Path(place);
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": no path and no URI: " + e.getMessage(), e);
    }
  }

  private static FileStatus status(FileSystem system, Path path, String place) throws IOException {
    try {
      return system.getFileStatus(path);
    } catch (FileNotFoundException none) {
      throw new IOException(place + ": no such file or folder", none);
    }
  }
}
