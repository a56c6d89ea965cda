"""A photograph that says where it was taken."""

from pathlib import Path

from PIL import Image
from PIL.ExifTags import IFD


def make(project: Path) -> None:
    picture = Image.new("RGB", (8, 8), "white")
    exif = picture.getexif()
    exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (51.0, 45.0, 7.0), 3: "W", 4: (1.0, 15.0, 28.0)})
    picture.save(project / "chapters" / "hall.jpg", exif=exif)
